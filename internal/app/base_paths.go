package app

import (
	"net/http"
	"net/url"
	"strings"
)

// stripBasePaths serves requests under the paths of the given bases as it does without
// them. A proxy may hand requests on with the path or without it.
func stripBasePaths(next http.Handler, bases ...string) http.Handler {
	for _, base := range bases {
		u, err := url.Parse(base)
		if err != nil || strings.Trim(u.Path, "/") == "" {
			continue
		}
		next = stripBasePath(next, strings.TrimRight(u.Path, "/"))
	}
	return next
}

func stripBasePath(next http.Handler, path string) http.Handler {
	stripped := http.StripPrefix(path, next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, path+"/") && strings.HasPrefix(r.URL.EscapedPath(), path+"/") {
			stripped.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
