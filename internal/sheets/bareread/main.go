// Command bareread reads every cell of a workbook with excelize's streaming reader, does nothing with
// it, and prints the seconds that took: the base that an import of the roll is measured against. It is
// a program of its own so that the library is not part of the product.
package main

import (
	"errors"
	"fmt"
	"os"

	"doanket/kernel"

	"github.com/xuri/excelize/v2"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "bareread FILE.xlsx")
		os.Exit(2)
	}
	clock := kernel.SystemClock{}
	from := clock.Now()
	err := read(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(clock.Now().Sub(from).Seconds())
}

func read(path string) error {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return err
	}
	for rows.Next() {
		_, err = rows.Columns()
		if err != nil {
			return err
		}
	}
	return errors.Join(rows.Error(), rows.Close())
}
