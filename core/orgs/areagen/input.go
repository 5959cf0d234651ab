package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
)

type pkgProvince struct {
	Code string `json:"province_code"`
	Name string `json:"name"`
	Type string `json:"place_type"`
}

type pkgWard struct {
	Code     string `json:"ward_code"`
	Name     string `json:"name"`
	Province string `json:"province_code"`
}

type pkgLine struct {
	OldCode     string  `json:"old_ward_code"`
	OldName     *string `json:"old_ward_name"`
	OldDistrict *string `json:"old_district_name"`
	OldProvince *string `json:"old_province_name"`
	NewName     string  `json:"new_ward_name"`
	NewProvince string  `json:"new_province_name"`
}

type pkg struct {
	provinces []pkgProvince
	wards     []pkgWard
	lines     []pkgLine
}

// readPackage reads the tables of the package's export.
func readPackage(raw []byte) (pkg, error) {
	var parts []struct {
		Type string          `json:"type"`
		Name string          `json:"name"`
		Data json.RawMessage `json:"data"`
	}
	var p pkg
	err := json.Unmarshal(raw, &parts)
	if err != nil {
		return p, err
	}
	into := map[string]any{"provinces": &p.provinces, "wards": &p.wards, "ward_mappings": &p.lines}
	for _, part := range parts {
		target, ok := into[part.Name]
		if part.Type != "table" || !ok {
			continue
		}
		err = json.Unmarshal(part.Data, target)
		if err != nil {
			return p, fmt.Errorf("table %s: %w", part.Name, err)
		}
		delete(into, part.Name)
	}
	for name := range into {
		return p, fmt.Errorf("table %s is missing", name)
	}
	return p, nil
}

// fix is one row of the dated corrections.
type fix struct{ what, code, value, province, from, source string }

func readFixes(path string) ([]fix, error) {
	rows, err := readCSV(path)
	if err != nil {
		return nil, err
	}
	var out []fix
	for _, r := range rows {
		out = append(out, fix{r[0], r[1], r[2], r[3], r[4], r[5]})
	}
	return out, nil
}

// formerProvince is one of the 63 provinces until 30/06/2025: the package has their names without codes.
type formerProvince struct{ code, kind, name, source string }

func readFormer(path string) ([]formerProvince, error) {
	rows, err := readCSV(path)
	if err != nil {
		return nil, err
	}
	var out []formerProvince
	for _, r := range rows {
		out = append(out, formerProvince{r[0], r[1], r[2], r[3]})
	}
	return out, nil
}

func readCSV(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return rows[1:], nil
}
