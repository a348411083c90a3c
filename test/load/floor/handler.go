package floor

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// maxAnswer bounds a stub answer, in bytes.
const maxAnswer = 1 << 20

// Handler answers GET /{size} with so many bytes, and POST /{size} too once it
// has parsed the JSON body.
func Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{size}", respond)
	mux.HandleFunc("POST /{size}", func(w http.ResponseWriter, r *http.Request) {
		var body creation
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		respond(w, r)
	})
	return mux
}

// creation has the members of the body that a session is created with.
type creation struct {
	PaymentSessionURL string `json:"payment_session_url"`
	MerchantURLs      struct {
		Success      string `json:"success"`
		Cancel       string `json:"cancel"`
		Back         string `json:"back"`
		Failure      string `json:"failure"`
		Error        string `json:"error"`
		StatusUpdate string `json:"status_update"`
	} `json:"merchant_urls"`
	Options struct {
		PlaceOrderMode string `json:"place_order_mode"`
		PageTitle      string `json:"page_title"`
	} `json:"options"`
}

var zeros = bytes.Repeat([]byte("0"), maxAnswer)

func respond(w http.ResponseWriter, r *http.Request) {
	size, err := strconv.Atoi(r.PathValue("size"))
	if err != nil || size < 0 || size > maxAnswer {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Content-Length", strconv.Itoa(size))
	_, _ = w.Write(zeros[:size])
}

// Serve runs the handler on a free port, prints its address and ends when the
// other end of in is closed, as it is when whoever started this process dies.
func Serve(in io.Reader, out io.Writer) error {
	listener, err := listen()
	if err != nil {
		return err
	}
	server := &http.Server{Handler: Handler(), ReadHeaderTimeout: time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if _, err := io.WriteString(out, listener.Addr().String()+"\n"); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, in)
	_ = server.Close()
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
