package main

import (
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/openhpp/openhpp/internal/app"
	"github.com/openhpp/openhpp/internal/settings"
)

const settingPrefix = "OPENHPP_"

// near is how many letters a name may differ by to be taken for a slip of the
// pen.
const near = 2

// injected are variables that Kubernetes gives every container for each
// service of its namespace, whose name may begin with openhpp.
var injected = regexp.MustCompile(`^OPENHPP(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$|^OPENHPP_SERVICE_|^OPENHPP_PORT(_|$)`)

// forClients are what demo, run and serve give to shells and tests; servers pass them over.
var forClients = []string{"OPENHPP_URL", "OPENHPP_USERNAME", "OPENHPP_PASSWORD", "OPENHPP_PASSWORD_FILE", "OPENHPP_SIGNING_SECRET", "OPENHPP_CONTEXT", "OPENHPP_STATUS_UPDATE"}

// forTests choose what this program's own tests do.
var forTests = []string{"OPENHPP_TEST_FULL", "OPENHPP_TEST_DATABASE", "OPENHPP_TEST_SPREAD"}

// knownNames are the names of all variables that the program reads, and those
// that its clients and tests do.
func knownNames(model *kong.Application) []string {
	names := slices.Concat(forClients, forTests)
	for _, s := range app.Settings() {
		names = append(names, s.Name)
		if s.InFile {
			names = append(names, s.Name+settings.FileSuffix)
		}
	}
	for _, flag := range allFlags(model.Node) {
		names = append(names, flag.Envs...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// checkEnvironment refuses variables that are almost the name of a setting: the
// setting that was meant would be left at its default. It answers those that
// begin as settings do and are none.
func checkEnvironment(environ, known []string) (unknown []string, err error) {
	var slips []string
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		if slices.Contains(known, name) || isInjected(name, value) || strings.HasPrefix(name, app.UpstreamPrefix) {
			continue
		}
		if meant, ok := nearest(strings.ToUpper(name), known); ok {
			slips = append(slips, fmt.Sprintf("%s is no setting; %s is", name, meant))
			continue
		}
		if strings.HasPrefix(name, settingPrefix) {
			unknown = append(unknown, name)
		}
	}
	if len(slips) > 0 {
		slices.Sort(slips)
		return nil, fmt.Errorf("%s (openhpp serve --help lists them all)", strings.Join(slips, "; "))
	}
	return unknown, nil
}

// isInjected reports whether a variable is Kubernetes' own. The address of a
// service is told from a number that somebody set by mistake.
func isInjected(name, value string) bool {
	return injected.MatchString(name) ||
		strings.HasPrefix(name, settingPrefix) && strings.HasSuffix(name, "_PORT") && strings.Contains(value, "://")
}

// nearest is the setting that a name is a slip of, if there is one: a letter or
// two differ, or the same words stand in another order or without their lines.
func nearest(name string, known []string) (meant string, ok bool) {
	best := near + 1
	for _, setting := range known {
		if sortedParts(name) == sortedParts(setting) {
			return setting, true
		}
		if d := distance(name, setting); d < best {
			best, meant = d, setting
		}
	}
	return meant, best <= near
}

// sortedParts are the parts of a name in alphabetical order, whatever
// stands between them.
func sortedParts(name string) string {
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' || r == '.' })
	slices.Sort(parts)
	return strings.Join(parts, "")
}

// distance is how many letters must be put in, left out, replaced or swapped
// with the next one to make b of a (optimal string alignment).
func distance(a, b string) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := 1; i <= len(a); i++ {
		twoBack, back, row := rows[0], rows[1], rows[2]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(back[j]+1, row[j-1]+1, back[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], twoBack[j-2]+1)
			}
		}
		rows = [3][]int{back, row, twoBack}
	}
	return rows[1][len(b)]
}

// checkedEnvironment is what is said of the variables there are.
type checkedEnvironment struct {
	slips   error
	unknown unknownSettings
}

// unknownSettings are variables that begin as settings do and are none.
type unknownSettings []string

// warn says that they change nothing.
func (u unknownSettings) warn(log *slog.Logger) {
	for _, name := range u {
		log.Warn("this variable is no setting and changes nothing", "variable", name)
	}
}
