// Command cmd serves the storybook: every screen in every language and theme,
// for people with eyes.
package main

import (
	"flag"
	"log"
	"net/http"
	"time"

	"github.com/openhpp/openhpp/internal/page/storybook"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:6006", "address to serve the storybook on")
	flag.Parse()
	log.Println("storybook on http://" + *listen)
	server := &http.Server{Addr: *listen, Handler: storybook.Handler(), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}
