package page

import (
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/page/assets"
	"github.com/openhpp/openhpp/internal/page/view"
	"github.com/openhpp/openhpp/internal/web"
)

// Server serves the payer's pages and those at a till. All fields but
// TestDataURL, TestPersons, Countries and Failures are required.
type Server struct {
	Payments    hpp.Payments
	Steps       hpp.Steps
	Till        hpp.Till
	AccessCodes hpp.AccessCodes
	// Messages are what payers do with messages they got.
	Messages hpp.Messages
	// Environment is "playground" or "production". All but production show
	// the test banner and the hints of test mode.
	Environment string
	Region      string // eu, na or oc
	// PublicURL is the base of every payer-facing link, without a trailing
	// slash. Its path, if any, is in every address a page writes; its scheme
	// decides whether browsers are told to insist on TLS.
	PublicURL string
	// TestDataURL is where test data is explained; empty: nowhere.
	TestDataURL string
	// TestPersons fill in the form for testers; nil: nobody does.
	TestPersons TestPersons
	// Countries are those that text messages go to, ISO 3166-1 alpha-2; none:
	// all markets.
	Countries      []string
	Live           *Live
	FailureLimit   *FailureLimit // nil: no bound
	MerchantImages MerchantImages
	Log            *slog.Logger

	qrCache qrCache
	public  publicAddress
}

// route is one address and what it takes. A nil post makes it read-only.
type route struct {
	path      string
	get, post http.HandlerFunc
	call      http.HandlerFunc // a POST of a provider's server
	public    bool             // for everybody, not for who has a link
}

// Mount adds the pages below /{region}/hpp/, their files below /assets/, and the
// page that says that there is none.
func (s *Server) Mount(table *web.Table) {
	for _, r := range s.routes() {
		entry := web.Route{Path: r.path, Access: web.AccessLink, Rate: web.RateNone, Origin: web.OriginAny}
		if r.public {
			entry.Access = web.AccessPublic
		}
		if r.post != nil {
			entry.Origin = web.OriginOwn
		}
		table.Add(entry, s.guard(r))
	}
	table.Add(web.Route{Path: "/", Access: web.AccessPublic, Rate: web.RateNone, Origin: web.OriginAny}, http.HandlerFunc(s.answerMissing))
}

// Forms lists the paths that take a form, as patterns of http.ServeMux: what
// must hold of every one of them is tested over this list.
func (s *Server) Forms() []string {
	var paths []string
	for _, r := range s.routes() {
		if r.post != nil {
			paths = append(paths, r.path)
		}
	}
	return paths
}

func (s *Server) routes() []route {
	pages := "/" + s.Region + "/hpp/"
	link := pages + "payments/{link}"
	step := pages + "pay/{step}"
	module := pages + "distributions/{token}"
	showStep := s.shareSteps(s.showStep)
	routes := []route{
		{path: link, get: s.show},
		{path: link + "/enter", post: s.withForm(s.enter)},
		{path: link + "/pay", get: s.redirectToPage, post: s.withForm(s.limitFailures(s.pay))},
		{path: link + "/language", get: s.redirectToPage, post: s.withForm(s.setLanguage)},
		{path: link + "/country", get: s.redirectToPage, post: s.withForm(s.askCountry)},
		{path: link + "/update", get: s.redirectToPage, post: s.withForm(s.revise)},
		{path: link + "/challenge", get: s.redirectToPage, post: s.withForm(s.limitFailures(s.confirm))},
		{path: link + "/retry", get: s.redirectToPage, post: s.withForm(s.retry)},
		{path: link + "/back", get: s.redirectToPage, post: s.withForm(s.goBack)},
		{path: link + "/cancel", get: s.confirmCancel, post: s.withForm(s.cancel)},
		{path: link + "/receipt", get: s.redirectToPage, post: s.withForm(s.sendReceipt)},
		{path: link + "/renew", get: s.redirectToPage, post: s.withForm(s.requestRenewal())},
		{path: link + "/leave", get: s.redirectToPage}, // an older page's; nobody is led on by an address
		{path: link + "/live", get: s.streamPage},
		{path: link + "/code", get: s.servePageQR},
		{path: link + "/qr", get: s.serveLinkQR},
		{path: link + "/qr.png", get: s.serveLinkQR},
		{path: link + "/poster", get: s.showPoster},
		{path: step, get: showStep},
		{path: step + "/result", get: showStep, post: s.shareSteps(s.withStepForm(s.reportStep))},
		{path: step + "/check", post: s.withStepForm(s.checkStep)},
		{path: step + "/redirect", get: showStep, post: s.shareSteps(s.withStepForm(s.redirectStep))},
		{path: step + "/return", get: s.shareSteps(s.returnToStep)},
		{path: step + "/hint", call: s.shareSteps(s.hintStep)},
		{path: module, get: s.withTill(s.showTill)},
		{path: module + "/status", get: s.withTill(s.serveTillStatus)},
		{path: module + "/live", get: s.streamTill},
		{path: module + "/send", get: s.withTill(s.redirectToTill), post: s.withTillForm(s.distribute)},
		{path: module + "/update", get: s.withTill(s.redirectToTill), post: s.withTillForm(s.refreshTill)},
		{path: module + "/close", get: s.withTill(s.confirmDisable), post: s.withTillForm(s.disable)},
		{path: pages + "access", get: s.showAccessStart, post: s.issueAccessCode(), public: true},
		{path: pages + "access/{secret}", get: s.withAccessCode(s.showAccessCode)},
		{path: pages + "access/{secret}/code", get: s.withAccessCode(s.serveAccessQR)},
		{path: pages + "access/{secret}/live", get: s.streamAccessCode},
		{path: pages + "stop/{token}", get: s.confirmStop, post: s.stopMessages()},
		{path: pages + "distribution/sdk/v1/api.js", get: s.serveSDK, public: true},
		{path: pages, get: s.answerMissing, post: s.answerMissing, public: true},
		{path: assets.Prefix, get: s.serveAsset, public: true},
		{path: merchantImagePath, get: s.serveMerchantImage, public: true},
	}
	if s.TestPersons != nil {
		routes = append(routes, route{path: link + "/test", get: s.redirectToPage, post: s.withForm(s.fillIn)})
	}
	return routes
}

// guard gives every answer of a route the browser policy and refuses methods
// the route does not take.
func (s *Server) guard(r route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		s.setSecurityHeaders(w.Header(), "", nil)
		var allow []string
		if r.get != nil {
			allow = append(allow, http.MethodGet, http.MethodHead)
		}
		if r.post != nil || r.call != nil {
			allow = append(allow, http.MethodPost)
		}
		switch {
		case r.get != nil && (req.Method == http.MethodGet || req.Method == http.MethodHead):
			r.get(w, req)
		case r.post != nil && req.Method == http.MethodPost:
			r.post(w, req)
		case r.call != nil && req.Method == http.MethodPost:
			r.call(w, req)
		default:
			w.Header().Set("Allow", strings.Join(allow, ", "))
			s.render(w, req, http.StatusMethodNotAllowed, view.ForUnusable(s.site(req)))
		}
	})
}

// site is what the screens of this request's link must know.
func (s *Server) site(r *http.Request) view.Site {
	site := view.Site{
		Lang: chosenLanguage(r), Accept: r.Header.Get("Accept-Language"),
		Host: s.host(), Test: s.Environment != "production", TestData: s.TestDataURL,
	}
	if link := r.PathValue("link"); link != "" {
		site.Path = s.prefix() + s.pagePath(link)
		if number := distributionNumber(r); number > 0 {
			site.Via = strconv.FormatInt(number, 10)
			site.Query = "m=" + site.Via
		}
	}
	return site
}

// pagePath is the path of the payer's page at a link.
func (s *Server) pagePath(link string) string {
	return "/" + s.Region + "/hpp/payments/" + url.PathEscape(link)
}

// publicAddress is PublicURL, read once: every page names it many times.
type publicAddress struct {
	once         sync.Once
	host, prefix string
}

func (s *Server) parsePublicURL() {
	s.public.host = s.PublicURL
	if u, err := url.Parse(s.PublicURL); err == nil {
		s.public.host, s.public.prefix = u.Host, strings.TrimRight(u.EscapedPath(), "/")
	}
}

// host is the host that payers see.
func (s *Server) host() string {
	s.public.once.Do(s.parsePublicURL)
	return s.public.host
}

// prefix is the path that a reverse proxy mounts the server below.
func (s *Server) prefix() string {
	s.public.once.Do(s.parsePublicURL)
	return s.public.prefix
}

// redirectToPage leads back to the one address that knows what to show.
func (s *Server) redirectToPage(w http.ResponseWriter, r *http.Request) {
	s.redirect(w, s.pageAddress(r, ""))
}

// pageAddress is the address of the payer's page with a parameter, empty for none. It
// still says which message brought the payer.
func (s *Server) pageAddress(r *http.Request, parameter string) string {
	site := s.site(r)
	query := strings.Trim(site.Query+"&"+parameter, "&")
	if query == "" {
		return site.Path
	}
	return site.Path + "?" + query
}

// redirect answers 303 to a path of this server. Foreign addresses never follow a
// form: browsers judge form-action by them too.
func (s *Server) redirect(w http.ResponseWriter, path string) {
	w.Header().Set("Location", path)
	w.WriteHeader(http.StatusSeeOther)
}

func (s *Server) showNotFound(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusNotFound, view.ForMissing(s.site(r)))
}

// fail answers for an error of the core that is no news for the page: a link
// that opens nothing, or something broken, which is logged once.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if hpp.IsCode(err, hpp.CodeNotFound) {
		s.answerMissing(w, r)
		return
	}
	id := web.CorrelationID(r.Context())
	s.Log.ErrorContext(r.Context(), "page failed", "correlation_id", id, "route", r.Pattern, "error", err)
	s.render(w, r, http.StatusServiceUnavailable, view.ForUnavailable(s.site(r), id))
}
