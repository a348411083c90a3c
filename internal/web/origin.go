package web

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Origins are those of our own pages, such as https://pay.example.com, besides
// the one that a request's Host names: a proxy may change Host.
type Origins []string

// OriginsOf answers the origins of base addresses. What is no address has none.
func OriginsOf(bases ...string) Origins {
	var own Origins
	for _, base := range bases {
		if u, err := url.Parse(base); err == nil && u.Host != "" {
			own = append(own, originOf(u))
		}
	}
	return own
}

// originOf writes an origin as browsers do: in lower case and without the
// scheme's own port.
func originOf(u *url.URL) string {
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if name, port, err := net.SplitHostPort(host); err == nil && (scheme == "https" && port == "443" || scheme == "http" && port == "80") {
		if host = name; strings.Contains(name, ":") {
			host = "[" + name + "]"
		}
	}
	return scheme + "://" + host
}

// Foreign reports a request that a browser sends for a page of another origin,
// whatever its method. Browsers of today say so in Sec-Fetch-Site, older ones by
// Origin alone; callers that are no browsers send neither.
func (o Origins) Foreign(r *http.Request) bool {
	if sites := r.Header.Values("Sec-Fetch-Site"); len(sites) > 0 {
		return slices.ContainsFunc(sites, func(site string) bool { return site != "same-origin" && site != "none" })
	}
	return slices.ContainsFunc(r.Header.Values("Origin"), func(origin string) bool {
		u, err := url.Parse(origin)
		return err != nil || u.Host == "" || u.Host != r.Host && !slices.Contains(o, originOf(u))
	})
}

type originsKey struct{}

// Allow lets requests from pages of these origins pass BasicAuth behind next.
func (o Origins) Allow(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inner := r.WithContext(context.WithValue(r.Context(), originsKey{}, o))
		defer func() { r.Pattern = inner.Pattern }() // for the log outside
		next.ServeHTTP(w, inner)
	})
}

// refuseForgery answers a request that some web page may have made with the
// credentials that its visitor's browser remembers, and reports whether it did.
// It comes before the credentials are looked at, so that such a page cannot
// learn from the answer whether there are any.
func refuseForgery(w http.ResponseWriter, r *http.Request) bool {
	own, _ := r.Context().Value(originsKey{}).(Origins)
	switch {
	case safe(r.Method):
		return false
	case own.Foreign(r) || slices.Contains(r.Header.Values("Origin"), "null"):
		WriteError(w, r, http.StatusForbidden, codeNotAllowed,
			"A browser sent this request for a page of another origin; call this API from a server, or from a page of its own origin")
		return true
	case r.Header.Get("Origin") != "" && formBody(r.Header):
		WriteError(w, r, http.StatusForbidden, codeNotAllowed,
			"A browser sent this body as a form; send it with Content-Type: application/json")
		return true
	}
	return false
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// formBody reports a body of one of the three types that any page can send
// without asking.
func formBody(header http.Header) bool {
	return slices.ContainsFunc(header.Values("Content-Type"), func(value string) bool {
		kind, _, _ := strings.Cut(value, ";")
		switch strings.ToLower(strings.TrimSpace(kind)) {
		case "text/plain", "application/x-www-form-urlencoded", "multipart/form-data":
			return true
		}
		return false
	})
}
