package view

// Test is what a page of test mode says at its top.
type Test struct {
	Text string
	Data Guide     // explains the test data
	Fill *TestFill // nil: there is no form to fill in
}

// TestFill fills the pay form in with the details of a test person. The first of
// the scenarios is the usual one.
type TestFill struct {
	Scenarios []TestScenario
	Others    string // heads all but the first
}

// TestScenario is a result that a tester can ask for.
type TestScenario struct{ Name, Text string }

// TestScenarios are the names of the results that a tester can ask for, and the
// key of what asks for each.
var testScenarios = []TestScenario{
	{"approved", "test.fill"}, {"declined", "test.declined"}, {"wrong_code", "test.wrong_code"}, {"pending", "test.pending"}, {"silent", "test.silent"},
}

// testFill offers test persons where the screen has a form for them.
func (t builder) testFill() *TestFill {
	if !t.form || !t.site.TestPersons {
		return nil
	}
	fill := &TestFill{Others: t.Text("test.others"), Scenarios: make([]TestScenario, 0, len(testScenarios))}
	for _, s := range testScenarios {
		fill.Scenarios = append(fill.Scenarios, TestScenario{s.Name, t.Text(s.Text)})
	}
	return fill
}
