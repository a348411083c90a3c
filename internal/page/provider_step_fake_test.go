package page

import (
	"context"

	"github.com/openhpp/openhpp/internal/hpp"
)

const (
	stepToken = "9f1c6f0a.attempt.aGVsbG8"
	stepPath  = "/eu/hpp/pay/" + stepToken
	stepKey   = "step-form-key"
)

// fakeSteps is the provider's step as a test says it is.
type fakeSteps struct {
	step   hpp.StepView
	over   error // ErrStepOver, or nil
	page   hpp.PageView
	err    error // of ReportStep
	acts   []string
	report hpp.StepReport
}

func newSteps(page hpp.PageView) fakeSteps {
	return fakeSteps{page: page, step: hpp.StepView{
		Page: page, PageToken: token, FormKey: stepKey, Category: hpp.PayLater, CanRedirect: true,
		Action: hpp.PayerAction{Script: &hpp.ProviderScript{
			Address: "https://sdk.provider.test/api.js", ClientToken: "client-token",
			Origins: []string{"https://sdk.provider.test", "https://*.provider.test", "https://bad.test; script-src *"},
		}},
	}}
}

func (f *fakeSteps) find(what, token string) (hpp.StepView, error) {
	f.acts = append(f.acts, what)
	if token != stepToken {
		return hpp.StepView{}, hpp.ErrNotFound
	}
	return f.step, f.over
}

func (f *fakeSteps) FindStep(_ context.Context, token string) (hpp.StepView, error) {
	return f.find("find", token)
}

func (f *fakeSteps) OpenStep(_ context.Context, token string) (hpp.StepView, error) {
	return f.find("open", token)
}

func (f *fakeSteps) CheckStep(_ context.Context, token string) (hpp.StepView, error) {
	return f.find("check", token)
}

func (f *fakeSteps) ReturnStep(_ context.Context, token, hint string) (hpp.StepView, error) {
	return f.find("return "+hint, token)
}

func (f *fakeSteps) RedirectStep(_ context.Context, token string) (hpp.StepView, error) {
	step, err := f.find("redirect", token)
	step.Action = hpp.PayerAction{RedirectURL: "https://provider.test/hosted"}
	return step, err
}

func (f *fakeSteps) ReportStep(_ context.Context, _ string, report hpp.StepReport) (hpp.PageView, error) {
	f.report = report
	return f.page, f.err
}

var _ hpp.Steps = (*fakeSteps)(nil)
