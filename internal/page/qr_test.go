package page

import (
	"bytes"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/openhpp/openhpp/internal/hpp"
)

const codePath = "/eu/hpp/payments/" + qrs + "/qr"

func TestCodesHaveTheSizeAskedFor(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	for _, side := range []string{"100", "640"} {
		picture, err := png.Decode(get(h, codePath+".png?level=h&quiet=2&size="+side).Body)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{"100": 100, "640": 640}[side]
		if picture.Bounds().Dx() != want {
			t.Errorf("%s: %d pixels", side, picture.Bounds().Dx())
		}
		contains(t, get(h, codePath+"?size="+side), `width="`+side+`"`)
	}
	low, high := get(h, codePath+"?level=L").Body, get(h, codePath+"?level=H").Body
	if bytes.Equal(low.Bytes(), high.Bytes()) {
		t.Error("the level changes nothing")
	}
}

func TestCodesNobodyCanDraw(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	for query, says := range map[string]string{
		"size=": "size", "size=63": "64", "size=1025": "1024", "size=-1": "size", "size=1e3": "size", "size=99999999999999999999": "size",
		"quiet=17": "quiet", "quiet=-1": "quiet", "quiet=x": "quiet", "level=": "level", "level=Z": "L, M, Q or H", "level=%00": "level",
	} {
		w := get(h, codePath+"?"+query)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), says) || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s, kept %q", query, w.Code, w.Body, w.Header().Get("Cache-Control"))
		}
	}
	all := get(h, codePath+"?size=1&quiet=99&level=x").Body.String()
	if strings.Count(all, "must be") != 3 {
		t.Errorf("three faults are %s", all)
	}
}

func TestACodeIsNotSentTwice(t *testing.T) {
	h, _ := server(newFake(hpp.PagePay))
	tag := get(h, codePath).Header().Get("ETag")
	again := func(path, tag string) *httptest.ResponseRecorder {
		r := request(http.MethodGet, path, nil)
		r.Header.Set("If-None-Match", tag)
		return serve(h, r)
	}
	if w := again(codePath, `"other", `+tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("the same code again: %d, %d bytes", w.Code, w.Body.Len())
	}
	if w := again(codePath+"?level=H", tag); w.Code != http.StatusOK || w.Body.Len() == 0 {
		t.Errorf("another code: %d", w.Code)
	}
}
