package testkit

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver
)

// errNoServer: the machine has no PostgreSQL server binaries.
var errNoServer = errors.New("PostgreSQL tests are SKIPPED on this machine: no initdb and postgres found in PATH or /usr/lib/postgresql/*/bin. " +
	"They run where Debian's package postgresql is installed (as .ci/run does), or against DOANKET_TEST_PG=postgres://…")

// server is the one PostgreSQL of this test binary.
var server = sync.OnceValues(startServer)

// startServer gives the address of a private server without the database's name: "postgres://…/%s?…".
func startServer() (string, error) {
	given := os.Getenv("DOANKET_TEST_PG")
	if given != "" {
		return withoutName(given), nil
	}
	initdb, postgres := serverBinaries()
	if initdb == "" {
		return "", errNoServer
	}
	dir, err := os.MkdirTemp("", "doanket-pg-")
	if err != nil {
		return "", err
	}
	owner, err := ownerOf(dir)
	if err != nil {
		return "", err
	}
	data := filepath.Join(dir, "data")
	out, err := as(owner, exec.Command(initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("initdb: %w\n%s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	err = startWatched(owner, postgres, dir, data, port)
	if err != nil {
		return "", err
	}
	url := "postgres://postgres@127.0.0.1:" + strconv.Itoa(port) + "/%s?sslmode=disable"
	return url, waitFor(fmt.Sprintf(url, "postgres"), filepath.Join(dir, "log"))
}

func withoutName(url string) string {
	head, tail, _ := strings.Cut(url, "://")
	host, rest, _ := strings.Cut(tail, "/")
	_, query, _ := strings.Cut(rest, "?")
	return head + "://" + host + "/%s?" + query
}

func serverBinaries() (initdb, postgres string) {
	dirs := filepath.SplitList(os.Getenv("PATH"))
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	for _, dir := range append(dirs, found...) {
		i, p := filepath.Join(dir, "initdb"), filepath.Join(dir, "postgres")
		if _, err := os.Stat(i); err != nil {
			continue
		}
		if _, err := os.Stat(p); err == nil {
			return i, p
		}
	}
	return "", ""
}

// ownerOf hands the folder to the user postgres when we are root, because the server refuses to be root.
func ownerOf(dir string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, uid, gid)
}

func as(owner *syscall.Credential, cmd *exec.Cmd) *exec.Cmd {
	cmd.Dir = os.TempDir()
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: owner}
	return cmd
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// watch stops the server and clears its folder when the test binary ends, however it ends: its end of
// the pipe closes with it.
const watch = `trap '' INT TERM HUP
"$1" -D "$2" -p "$3" -k "$4" -h 127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
  -c max_connections=200 -c shared_buffers=64MB -c autovacuum=off -c logging_collector=off >"$4/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$4"`

//lint:ignore U1000 it is held open, never read
var hold io.Closer // the open end of the pipe, kept for the life of the process

func startWatched(owner *syscall.Credential, postgres, dir, data string, port int) error {
	cmd := as(owner, exec.Command("/bin/sh", "-c", watch, "sh", postgres, data, strconv.Itoa(port), dir))
	cmd.SysProcAttr.Setpgid = true
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	hold = pipe
	return cmd.Start()
}

func waitFor(url, logFile string) error {
	d, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	defer d.Close()
	for range 300 {
		err = d.PingContext(context.Background())
		if err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	text, _ := os.ReadFile(logFile)
	return fmt.Errorf("private PostgreSQL did not start: %w\n%s", err, bytes.TrimSpace(text))
}
