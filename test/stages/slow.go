package main

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// A test that takes longer than noticed has its reason in slow.txt. One without
// a reason is printed, and fails the run when it takes longer than tolerated:
// between the two it may be the machine that is slow.
const (
	noticed   = 10 * time.Second
	tolerated = 20 * time.Second
)

//go:embed slow.txt
var slowText string

// reasons are the tests that may be slow, as "package.Test", and why.
func reasons() map[string]string {
	list := map[string]string{}
	for line := range strings.Lines(slowText) {
		if name, why, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.HasPrefix(line, "#") {
			list[name] = why
		}
	}
	return list
}

// verdict is what the times of all tests say.
type verdict struct {
	text string
	err  error
}

func judge(tests []timing) (v verdict) {
	longest, known := map[string]time.Duration{}, reasons()
	for _, test := range tests {
		longest[test.name] = max(longest[test.name], test.took) // on several engines
	}
	names := slices.SortedFunc(maps.Keys(longest), func(a, b string) int { return int(longest[b] - longest[a]) })
	var wrong []string
	for _, name := range names {
		took := longest[name]
		if took < noticed {
			break
		}
		why, ok := known[name]
		if !ok {
			why = "NO REASON in test/stages/slow.txt"
			if took > tolerated {
				wrong = append(wrong, name)
			}
		}
		v.text += fmt.Sprintf("slow: %4.0f s  %s: %s\n", took.Seconds(), name, why)
	}
	if len(wrong) > 0 {
		v.err = fmt.Errorf("tests took longer than %s without a reason in test/stages/slow.txt: %s", tolerated, strings.Join(wrong, ", "))
	}
	return v
}
