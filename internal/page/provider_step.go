package page

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/view"
)

// The provider's step has an address of its own, and its forms a key of their own:
// the provider's script runs there and can read both. What answers its forms
// leads to the payer's link, so it answers navigations alone: no script may read
// that.

// stepPath is the path of a step.
func (s *Server) stepPath(token string) string {
	return s.prefix() + "/" + s.Region + "/hpp/pay/" + url.PathEscape(token)
}

// stepSite is what a step's screen must know. It names no link.
func (s *Server) stepSite(r *http.Request, step hpp.StepView) view.Site {
	site := s.brandedSite(r, step.Page)
	site.Path, site.Query, site.Via = s.stepPath(r.PathValue("step")), "", ""
	return site
}

// atPage is a request as the payer's page gets it.
func atPage(r *http.Request, step hpp.StepView) *http.Request {
	at := r.Clone(r.Context())
	at.SetPathValue("link", step.PageToken)
	return at
}

// navigates reports that the answer becomes a document of the browser, and is not
// read by a script. A browser that says nothing of it is believed.
func navigates(r *http.Request) bool {
	destination := r.Header.Get("Sec-Fetch-Dest")
	return destination == "" || destination == "document"
}

// showStep shows the provider's step, or leads to the page once it is over.
func (s *Server) showStep(w http.ResponseWriter, r *http.Request) {
	step, err := s.Steps.OpenStep(r.Context(), r.PathValue("step"))
	switch {
	case errors.Is(err, hpp.ErrStepOver):
		s.leaveStep(w, r, step)
	case hpp.IsCode(err, hpp.CodeTooMany):
		s.refuseStepCall(w, r, err)
	case err != nil:
		s.fail(w, r, err)
	default:
		s.render(w, r, http.StatusOK, view.ForStep(step, s.stepSite(r, step)))
	}
}

// leaveStep leads from a step to the payer's page.
func (s *Server) leaveStep(w http.ResponseWriter, r *http.Request, step hpp.StepView) {
	if !navigates(r) {
		w.WriteHeader(http.StatusResetContent)
		return
	}
	s.redirectToPage(w, atPage(r, step))
}

// stepHandler is what a form of the step does once it is known to be ours.
type stepHandler func(http.ResponseWriter, *http.Request, hpp.StepView)

// withStepForm lets only the step's own forms through.
func (s *Server) withStepForm(next stepHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.validForm(w, r) {
			return
		}
		step, err := s.Steps.FindStep(r.Context(), r.PathValue("step"))
		switch {
		case err != nil && !errors.Is(err, hpp.ErrStepOver):
			s.fail(w, r, err)
		case !keysMatch(r.PostForm.Get("page_key"), step.FormKey):
			s.render(w, r, http.StatusForbidden, view.ForRejected(hpp.PageView{}, s.site(r)))
		default:
			next(w, r, step)
		}
	}
}

// checkStep is a sign of life: 204 while the step waits for its payer, 205 once
// the page has to be loaded again.
func (s *Server) checkStep(w http.ResponseWriter, r *http.Request, _ hpp.StepView) {
	_, err := s.Steps.CheckStep(r.Context(), r.PathValue("step"))
	switch {
	case errors.Is(err, hpp.ErrStepOver):
		w.WriteHeader(http.StatusResetContent)
	case err != nil:
		s.fail(w, r, err)
	default:
		w.WriteHeader(http.StatusNoContent)
	}
}

// reportStep settles what the payer's browser says of the provider's script.
func (s *Server) reportStep(w http.ResponseWriter, r *http.Request, step hpp.StepView) {
	result := hpp.StepResult(r.PostForm.Get("result"))
	page, err := s.Steps.ReportStep(r.Context(), r.PathValue("step"), hpp.StepReport{Result: result, Token: r.PostForm.Get("authorization_token")})
	at := atPage(r, step)
	switch {
	case hpp.IsCode(err, hpp.CodeBadValue):
		s.render(w, r, http.StatusBadRequest, view.ForUnusable(s.site(r)))
	case !navigates(r):
		w.WriteHeader(http.StatusNoContent)
	case errors.Is(err, hpp.ErrChanged):
		s.showAgain(w, at, view.Correction{Changed: true})
	case page.State == hpp.PagePay && err == nil && result == hpp.StepIncorrect:
		s.showAgain(w, at, view.Correction{Refused: true})
	case page.State == hpp.PagePay:
		s.answerAct(w, at, err)
	default:
		s.answerPayment(w, at, page, err)
	}
}

// showAgain shows the payer's page as it is now, and why it is shown again.
func (s *Server) showAgain(w http.ResponseWriter, r *http.Request, c view.Correction) {
	page, err := s.openPage(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.showCorrection(w, r, http.StatusConflict, page, c)
}

// redirectStep takes the payer to the provider's own page.
func (s *Server) redirectStep(w http.ResponseWriter, r *http.Request, _ hpp.StepView) {
	step, err := s.Steps.RedirectStep(r.Context(), r.PathValue("step"))
	switch {
	case errors.Is(err, hpp.ErrStepOver):
		s.leaveStep(w, r, step)
	case hpp.IsCode(err, hpp.CodeTooMany):
		s.refuseStepCall(w, r, err)
	case err != nil:
		s.fail(w, r, err)
	case step.Action.RedirectURL == "":
		s.redirect(w, s.stepPath(r.PathValue("step")))
	default:
		s.grantReturn(w, r, step)
		s.render(w, r, http.StatusOK, view.ForProvider(step, s.stepSite(r, step)))
	}
}

// goToStep answers the pay form whose payer goes on at the provider.
func (s *Server) goToStep(w http.ResponseWriter, r *http.Request, page hpp.PageView) {
	if page.Session.Payment.Kind == hpp.KindCheckout {
		s.grantReturnOf(w, r, page)
	}
	to := s.stepPath(page.StepToken)
	if tag := chosenLanguage(r); tag != "" {
		to += "?lang=" + url.QueryEscape(tag)
	}
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" && mode != "navigate" {
		w.Header().Set("Refresh", "0; url="+to)
		w.WriteHeader(http.StatusOK)
		return
	}
	s.redirect(w, to)
}
