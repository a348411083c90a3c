package page

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

const sdkPath = "/eu/hpp/distribution/sdk/v1/api.js"

func TestSDKIsForPagesOfOthers(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	w := get(h, sdkPath)
	status(t, w, http.StatusOK)
	contains(t, w, "OpenHPP", "klarnaHppDistributionAsyncCallback", "openHppDistributionAsyncCallback")
	for name, want := range map[string]string{
		"Content-Type": "text/javascript; charset=utf-8", "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin",
		"Cache-Control": "public, max-age=300", "Vary": "Accept-Encoding",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	const budget = 2 << 10
	small := zipped(h, sdkPath)
	if n := small.Body.Len(); n > budget || small.Header().Get("Content-Encoding") != "br" {
		t.Errorf("%d bytes, %q", n, small.Header().Get("Content-Encoding"))
	}
}

func TestSDKIsNotSentTwice(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	r := request(http.MethodGet, sdkPath, nil)
	r.Header.Set("If-None-Match", `"other", `+get(h, sdkPath).Header().Get("ETag"))
	if w := serve(h, r); w.Code != http.StatusNotModified || w.Body.Len() != 0 || w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%d, %d bytes, %v", w.Code, w.Body.Len(), w.Header())
	}
	if status := get(h, strings.Replace(sdkPath, "v1", "v2", 1)).Code; status != http.StatusNotFound {
		t.Errorf("another version: %d", status)
	}
}
