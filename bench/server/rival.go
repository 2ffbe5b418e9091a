//go:build linux

package server

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// The user of a rival, who is signed in.
const rivalName, rivalPassword = "clerk@example.com", "Verwalter-7-Wald"

// SignedIn is the rule of PocketBase that lets in whoever is signed in.
const SignedIn = `@request.auth.id != ""`

// Text is a field of PocketBase.
func Text(name string) map[string]any {
	return map[string]any{"name": name, "type": "text", "max": 20000}
}

// BuildRival gives the PocketBase program, which it builds into a folder unless there is one.
func BuildRival(program, dir string) (string, error) {
	if program != "" {
		return program, nil
	}
	program = filepath.Join(dir, "pb")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir, build.Stderr, build.Env = "pocketbase", os.Stderr, append(os.Environ(), "CGO_ENABLED=0")
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("build pocketbase: %w", err)
	}
	return program, nil
}

// Rival starts PocketBase on a new folder with a collection, its request log and rate limits off, and signs a user in. The server that was started is
// given with an error, too.
func Rival(program, data string, collection map[string]any) (*Server, error) {
	if out, err := exec.Command(program, "superuser", "upsert", rivalName, rivalPassword, "--dir", data).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("make a superuser: %w: %s", err, out)
	}
	s, err := StartRival(program, data)
	if err != nil {
		return nil, err
	}
	if err := s.enter("_superusers"); err != nil {
		return s, err
	}
	for _, step := range []struct {
		method, path string
		body         any
	}{
		{"PATCH", "/api/settings", map[string]any{"logs": map[string]any{"maxDays": 0}, "rateLimits": map[string]any{"enabled": false}}},
		{"POST", "/api/collections/users/records", map[string]any{"email": rivalName, "password": rivalPassword, "passwordConfirm": rivalPassword}},
		{"POST", "/api/collections", collection},
	} {
		if err := s.Ask(step.method, step.path, step.body, nil); err != nil {
			return s, err
		}
	}
	return s, s.enter("users")
}

// StartRival starts PocketBase on a folder that Rival has made.
func StartRival(program, data string) (*Server, error) {
	return Start("pocketbase", program, "/api/health", "serve", "--dir", data, "--http", "ADDRESS")
}

// EnterRival signs the user in.
func (s *Server) EnterRival() error { return s.enter("users") }

func (s *Server) enter(collection string) error {
	s.Token = ""
	var opened struct{ Token string }
	err := s.Ask("POST", "/api/collections/"+collection+"/auth-with-password", map[string]string{"identity": rivalName, "password": rivalPassword}, &opened)
	s.Token = opened.Token
	return err
}
