package sheets

import (
	"archive/zip"
	"fmt"
)

// note (ghi chú ô) is a comment at a cell.
type note struct {
	column, row int
	text        string
}

// writeNotes writes the comments of a sheet, which an archive holds twice: their texts, and the boxes
// that show them. Office programs number the boxes in blocks of 1024, and want the blocks named.
func (s *SheetWriter) writeNotes(z *zip.Writer, sheet int) error {
	text := []byte(xmlHead + `<comments xmlns="` + nsMain + `"><authors><author>`)
	text = append(appendEscaped(text, s.author), `</author></authors><commentList>`...)
	blocks := "1"
	for n := 1; n <= len(s.notes)/1024; n++ {
		blocks += fmt.Sprintf(",%d", n+1)
	}
	boxes := []byte(`<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">` +
		`<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="` + blocks + `"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">` +
		`<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`)
	for i, n := range s.notes {
		text = append(text, `<comment ref="`+CellName(n.column, n.row)+`" authorId="0"><text><t xml:space="preserve">`...)
		text = append(appendCellText(text, n.text), `</t></text></comment>`...)
		top := max(0, n.row-2)
		boxes = fmt.Appendf(boxes, `<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;visibility:hidden;width:195pt;height:60pt" fillcolor="#ffffe1" o:insetmode="auto">`+
			`<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>`+
			`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d,15,%d,10,%d,25,%d,10</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`,
			1025+i, n.column+1, top, n.column+3, top+4, n.row-1, n.column)
	}
	for _, p := range []struct{ name, text string }{
		{fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", sheet), fmt.Sprintf(xmlHead+`<Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/vmlDrawing" Target="../drawings/vmlDrawing%d.vml"/>`+
			`<Relationship Id="rId2" Type="%s/comments" Target="../comments%d.xml"/></Relationships>`, nsParts, nsOffice, sheet, nsOffice, sheet)},
		{fmt.Sprintf("xl/drawings/vmlDrawing%d.vml", sheet), string(boxes) + `</xml>`},
		{fmt.Sprintf("xl/comments%d.xml", sheet), string(text) + `</commentList></comments>`},
	} {
		err := part(z, p.name, p.text)
		if err != nil {
			return err
		}
	}
	return nil
}
