package sqlite

import (
	"regexp"
	"sync"
)

// dialects are statements by the text that all engines share. There are only
// so many: they are the program's own.
var dialects sync.Map

// dialect is a statement as SQLite reads it: $1 is ?1 there, a list is JSON,
// and rows need no locks, since there is one writer.
func dialect(sql string) string {
	if known, ok := dialects.Load(sql); ok {
		return known.(string) //nolint:forcetypeassert // nothing else is stored
	}
	text := placeholder.ReplaceAllString(sql, "?$1")
	text = inList.ReplaceAllString(text, "IN (SELECT value FROM json_each($1))")
	text = rowLock.ReplaceAllString(text, "")
	dialects.Store(sql, text)
	return text
}

var (
	placeholder = regexp.MustCompile(`\$(\d)`)
	inList      = regexp.MustCompile(`= ANY \((\?\d+)\)`)
	rowLock     = regexp.MustCompile(` FOR UPDATE\b( SKIP LOCKED)?`)
)
