package seed

import (
	"embed"
	"io/fs"
)

//go:embed procedures/*.yaml
var procedures embed.FS

// Procedures are the definition files that the program ships with, by file name.
func Procedures() (map[string][]byte, error) {
	names, err := fs.Glob(procedures, "procedures/*.yaml")
	if err != nil {
		return nil, err
	}
	out := make(map[string][]byte, len(names))
	for _, name := range names {
		out[name], err = procedures.ReadFile(name)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
