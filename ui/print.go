package ui

// PrintProps is a paper of A4 in the layout of decree 30/2020/NĐ-CP: the same facts as the page,
// nothing that the page does not know.
type PrintProps struct {
	Parent    string // cơ quan chủ quản, in capitals
	Agency    string // cơ quan ban hành
	Number    string // "Số: 12/TNHS"
	Place     string // "Uông Bí, ngày 22 tháng 11 năm 2026"
	Title     string
	Subtitle  string
	QR        string // address of the picture of the QR that leads back to the page
	QRText    string
	LeftRole  string // who signs on the left
	LeftName  string
	RightRole string
	RightName string
}
