package harness

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Within waits until a script of the test's own answers true in a frame of the
// window, which is found by its name: frames of another origin hide from the page's
// own scripts.
func (tab *Tab) Within(frame, script string) {
	tab.t.Helper()
	Eventually(tab.t, time.Minute, script+" in the frame "+frame, func() bool {
		var done bool
		err := chromedp.Do(tab.ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) (err error) {
			done, err = evaluateIn(ctx, target, frame, script)
			return err
		}))
		return err == nil && done
	})
}

// evaluateIn runs a script in a frame of a window.
func evaluateIn(ctx context.Context, target *chromedp.Target, frame, script string) (bool, error) {
	tree, err := cdp.Call(ctx, target, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return false, err
	}
	id, found := frameNamed(tree.FrameTree, frame)
	if !found {
		return false, errors.New("there is no frame " + frame)
	}
	world, err := cdp.Call(ctx, target, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: id})
	if err != nil {
		return false, err
	}
	byValue := true
	answer, err := cdp.Call(ctx, target, runtime.Evaluate, runtime.EvaluateParams{
		Expression: script, ContextID: world.ExecutionContextID, ReturnByValue: &byValue, UserGesture: &byValue,
	})
	if err != nil {
		return false, err
	}
	if answer.ExceptionDetails != nil {
		return false, fmt.Errorf("the script failed: %s", answer.ExceptionDetails.Text)
	}
	var done bool
	return done, json.Unmarshal(answer.Result.Value, &done)
}

func frameNamed(tree *page.FrameTree, name string) (cdp.FrameID, bool) {
	for _, child := range tree.ChildFrames {
		if strings.HasPrefix(child.Frame.Name, name) {
			return child.Frame.ID, true
		}
		if id, found := frameNamed(child, name); found {
			return id, true
		}
	}
	return "", false
}
