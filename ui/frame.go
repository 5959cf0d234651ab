package ui

import (
	"net/url"
	"strings"
)

// Where the forms of the shell post to; internal/web answers there.
const (
	ThemePath   = "/giao-dien" // theme=light|dark|auto, back
	LangPath    = "/ngon-ngu"  // lang=vi|en, back
	SignOutPath = "/dang-xuat"
	SignInPath  = "/dang-nhap"
	SearchPath  = "/tim" // GET q
	InboxPath   = "/hop-thu"
	AccountPath = "/tai-khoan"
	LivePath    = "/truc-tiep" // events "changed"; parts of a page with an id and data-live ask again then
	AssetsPath  = "/tai-san/"
)

// Room is a room that this person may enter. Thumb rooms stand at the thumb on a phone: four at most.
type Room struct {
	Label   string
	Href    string
	Count   int
	Current bool
	Thumb   bool
}

// Wing groups rooms under a title; the first wing has none.
type Wing struct {
	Title string
	Rooms []Room
}

// User is who is signed in.
type User struct{ Name, Post string }

// Frame is all that the shell around a page needs to know.
type Frame struct {
	Title string // of the page, already translated
	Theme string // "light", "dark", or "" to follow the machine
	Path  string // path and query of this page, to come back to after a switch
	Wings []Wing
	User  *User // nil when nobody is signed in
	Inbox int   // unread
	Query string
	Flash string // what the last verb did
	Site  string // name of the site, beside the mark on public pages
}

func (f Frame) thumbs() []Room {
	var rooms []Room
	for _, w := range f.Wings {
		for _, r := range w.Rooms {
			if r.Thumb && len(rooms) < 4 {
				rooms = append(rooms, r)
			}
		}
	}
	return rooms
}

func (f Frame) back() string { return SafeBack(f.Path) }

// SafeBack is the address if it stays inside this site, else the first page: a posted "back" is not
// to be trusted, and browsers read a backslash as a stroke.
func SafeBack(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}

func (f Frame) themeIs(name string) bool {
	return f.Theme == name || (name == "auto" && f.Theme == "")
}
