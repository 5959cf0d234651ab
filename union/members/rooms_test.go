package members

import (
	"io/fs"

	"doanket/core/orgs"
	"doanket/core/people"
	"doanket/internal/search"
	"doanket/internal/web"
)

func rooms() []fs.FS {
	return []fs.FS{search.Migrations(), web.Migrations(), orgs.Migrations(), people.Migrations(), Migrations()}
}
