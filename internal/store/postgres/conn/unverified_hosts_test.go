package conn_test

import (
	"slices"
	"testing"

	"github.com/openhpp/openhpp/internal/store/postgres/conn"
)

func TestUnverifiedHosts(t *testing.T) {
	for name, c := range map[string]struct {
		dsn, sslmode string
		want         []string
	}{
		"nothing said":          {"postgres://u:p@db.example.com/openhpp", "", []string{"db.example.com"}},
		"disabled":              {"postgres://u:p@db.example.com/openhpp?sslmode=disable", "", []string{"db.example.com"}},
		"allowed":               {"postgres://u:p@db.example.com/openhpp?sslmode=allow", "", []string{"db.example.com"}},
		"preferred":             {"postgres://u:p@db.example.com/openhpp?sslmode=prefer", "", []string{"db.example.com"}},
		"not verified":          {"postgres://u:p@db.example.com/openhpp?sslmode=require", "", []string{"db.example.com"}},
		"name not verified":     {"postgres://u:p@db.example.com/openhpp?sslmode=verify-ca", "", []string{"db.example.com"}},
		"verified":              {"postgres://u:p@db.example.com/openhpp?sslmode=verify-full", "", nil},
		"by the environment":    {"postgres://u:p@db.example.com/openhpp", "verify-full", nil},
		"against it":            {"postgres://u:p@db.example.com/openhpp?sslmode=require", "verify-full", []string{"db.example.com"}},
		"a private address":     {"postgres://u:p@10.0.0.7/openhpp", "", []string{"10.0.0.7"}},
		"a link-local one":      {"postgres://u:p@[fe80::1]/openhpp", "", []string{"fe80::1"}},
		"this machine by name":  {"postgres://u:p@localhost/openhpp", "", nil},
		"this machine":          {"postgres://u:p@127.0.0.1:5433/openhpp?sslmode=disable", "", nil},
		"this machine, IPv6":    {"postgres://u:p@[::1]/openhpp", "", nil},
		"a socket":              {"postgres://u@/openhpp?host=/run/postgresql", "", nil},
		"several, verified":     {"postgres://u:p@db1,db2:5433,db3/openhpp?sslmode=verify-full", "", nil},
		"several, not verified": {"postgres://u:p@db1,db2:5433/openhpp?sslmode=require", "", []string{"db1", "db2"}},
		"one far of two":        {"postgres://u:p@127.0.0.1,db2/openhpp", "", []string{"db2"}},
		"a host as parameter":   {"postgres://u:p@/openhpp?host=db.example.com", "", []string{"db.example.com"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PGSSLMODE", c.sslmode)
			got, err := conn.UnverifiedHosts(c.dsn)
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%v, %v; want %v", got, err, c.want)
			}
		})
	}
	if _, err := conn.UnverifiedHosts("postgres://u:hunter2@h:port/x"); err == nil {
		t.Error("an address that cannot be read passes")
	}
}
