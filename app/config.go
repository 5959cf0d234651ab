package app

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Config is everything that differs between sites; each field is an environment variable.
type Config struct {
	DB      string `env:"DOANKET_DB"`                               // "sqlite:PATH" or "postgres://…"; empty: sqlite in Data
	Data    string `env:"DOANKET_DATA" envDefault:"./data"`         // database, files, keys
	Addr    string `env:"DOANKET_ADDR" envDefault:"localhost:8080"` // where to listen
	URL     string `env:"DOANKET_URL"`                              // how people reach it; empty: http://Addr
	Site    string `env:"DOANKET_SITE"`                             // shown beside the mark on public pages: "Phường Uông Bí"
	Profile string `env:"DOANKET_PROFILE" envDefault:"demo"`        // demo | production
	// Simulators lets a production site start although an outside system is simulated.
	Simulators bool   `env:"DOANKET_ALLOW_SIMULATORS"`
	Secret     string `env:"DOANKET_SECRET"` // 64 hex digits; empty: made once and kept in Data
	SMTP       string `env:"DOANKET_SMTP"`   // smtp://user:password@host:port; empty: simulated
	MailFrom   string `env:"DOANKET_MAIL_FROM" envDefault:"doanket@vidu.example"`
	Files      string `env:"DOANKET_FILES"` // empty: disk:Data/files; or s3://key:secret@host/bucket
	Metrics    bool   `env:"DOANKET_METRICS_PUBLIC"`
	Catalogue  string `env:"DOANKET_CATALOGUE"` // national catalogue (.jsonl.gz) that the seed loads when it is there
	Node       int    `env:"DOANKET_NODE" envDefault:"-1"`
	Dev        bool   `env:"DOANKET_DEV"`
	NoLimits   bool   `env:"DOANKET_NO_LIMITS"`    // no rate limits: behind a proxy that has its own, and for measurements
	Proxied    bool   `env:"DOANKET_BEHIND_PROXY"` // believe X-Forwarded-For of a proxy on this machine or a private network
}

// ReadConfig reads the environment and fills what follows from other values.
func ReadConfig() (Config, error) {
	c, err := env.ParseAs[Config]()
	if err != nil {
		return Config{}, fmt.Errorf("configuration: %w", err)
	}
	return c.filled()
}

func (c Config) filled() (Config, error) {
	if c.Profile != "demo" && c.Profile != "production" {
		return Config{}, fmt.Errorf("DOANKET_PROFILE is %q: it can be demo or production", c.Profile)
	}
	if c.DB == "" {
		c.DB = "sqlite:" + filepath.Join(c.Data, "doanket.db")
	}
	if c.Files == "" {
		c.Files = "disk:" + filepath.Join(c.Data, "files")
	}
	if c.URL == "" {
		c.URL = "http://" + c.Addr
		if strings.HasPrefix(c.Addr, ":") {
			c.URL = "http://localhost" + c.Addr
		}
	}
	c.URL = strings.TrimSuffix(c.URL, "/")
	if c.Catalogue == "" {
		for _, p := range []string{filepath.Join(c.Data, "national-catalogue.jsonl.gz"), "../shared/data/national-catalogue.jsonl.gz"} {
			_, err := os.Stat(p)
			if err == nil {
				c.Catalogue = p
				break
			}
		}
	}
	err := os.MkdirAll(c.Data, 0o750)
	if err != nil {
		return Config{}, fmt.Errorf("DOANKET_DATA: %w", err)
	}
	return c, nil
}

// siteKey gives the 32 bytes under which secrets at rest are sealed. It is made once: losing it
// means that one-time-code secrets must be set up again, so a backup must hold it too.
func (c Config) siteKey() ([]byte, error) {
	text := c.Secret
	if text == "" {
		path := filepath.Join(c.Data, "site.key")
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			key := make([]byte, 32)
			_, err = rand.Read(key)
			if err != nil {
				return nil, fmt.Errorf("making the site key: %w", err)
			}
			b = []byte(hex.EncodeToString(key) + "\n")
			err = os.WriteFile(path, b, 0o600)
		}
		if err != nil {
			return nil, fmt.Errorf("site key: %w", err)
		}
		text = strings.TrimSpace(string(b))
	}
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != 32 {
		return nil, errors.New("the site key must be 64 hexadecimal digits")
	}
	return key, nil
}

// proxies are the networks whose X-Forwarded-For is believed.
func (c Config) proxies() []netip.Prefix {
	if !c.Proxied {
		return nil
	}
	var out []netip.Prefix
	for _, p := range []string{"127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"} {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}
