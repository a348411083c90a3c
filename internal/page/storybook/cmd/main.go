// Command cmd serves the storybook: every screen in every language, for
// people with eyes. The address bar picks: /sv/failed-onward.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/locale"
	"github.com/openhpp/openhpp/internal/page"
	"github.com/openhpp/openhpp/internal/page/assets"
	"github.com/openhpp/openhpp/internal/page/storybook"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:6006", "address to serve the storybook on")
	flag.Parse()
	log.Println("storybook on http://" + *listen)
	server := &http.Server{Addr: *listen, Handler: handler(), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}

func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", index)
	mux.HandleFunc("GET /{lang}/{story}", story)
	mux.HandleFunc("GET "+assets.Prefix+"{name}", func(w http.ResponseWriter, r *http.Request) {
		if !assets.Serve(w, r, r.PathValue("name")) {
			http.NotFound(w, r)
		}
	})
	return mux
}

func index(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	for _, lang := range locale.Languages() {
		_, _ = fmt.Fprintf(w, "<h1>%s</h1>", lang)
		for _, s := range storybook.Stories() {
			_, _ = fmt.Fprintf(w, `<p><a href="/%[1]s/%[2]s">%[2]s</a>`, lang, s.Name)
		}
	}
}

func story(w http.ResponseWriter, r *http.Request) {
	for _, s := range storybook.Stories() {
		if s.Name == r.PathValue("story") {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if err := page.Render(w, s.Screen(r.PathValue("lang")), "story", ""); err != nil {
				log.Print(err)
			}
			return
		}
	}
	http.NotFound(w, r)
}
