package gateway

import (
	"fmt"
	"regexp"
	"slices"
)

// compiledRule is a Rule that is ready.
type compiledRule struct {
	empty     bool
	status    []Range
	body, not *regexp.Regexp
}

func (r Rule) compile(name string) (compiledRule, error) {
	ready := compiledRule{empty: r.isEmpty(), status: r.Status}
	for _, part := range []struct {
		name, text string
		to         **regexp.Regexp
	}{{"body", r.Body, &ready.body}, {"not", r.Not, &ready.not}} {
		if part.text == "" {
			continue
		}
		compiled, err := regexp.Compile(part.text)
		if err != nil {
			return compiledRule{}, fmt.Errorf("must have a regular expression in the syntax of RE2 for %s.%s", name, part.name)
		}
		*part.to = compiled
	}
	return ready, nil
}

// matches judges an answer.
func (r compiledRule) matches(status int, body []byte) bool {
	if len(r.status) > 0 && !slices.ContainsFunc(r.status, func(s Range) bool { return s.First <= status && status <= s.Last }) {
		return false
	}
	return (r.body == nil || r.body.Match(body)) && (r.not == nil || !r.not.Match(body))
}

// needsBody reports whether the status alone does not decide.
func (r compiledRule) needsBody() bool { return r.body != nil || r.not != nil }
