// Package cli is the command line: it reads arguments and files, calls the
// library, and prints. It decides nothing about documents, and no other package
// may print or end the process; start at [Run].
//
// What goes where:
//
//  1. results to standard output (or --out), and nothing else;
//  2. what could not be done, one sentence each, to standard error;
//  3. progress to standard error, only where that is a terminal and results go elsewhere;
//  4. the exit status: 0 done, 1 the work found faults, 2 wrong use, 3 environment.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/wenxiao/wenxiao/compile"
	"github.com/wenxiao/wenxiao/expr"
	"github.com/wenxiao/wenxiao/internal/cli/argument"
	"github.com/wenxiao/wenxiao/internal/cli/upkeep"
	"github.com/wenxiao/wenxiao/internal/office"
	"github.com/wenxiao/wenxiao/internal/pdftext"
	"github.com/wenxiao/wenxiao/policy"
	"github.com/wenxiao/wenxiao/source"
)

// The exit statuses.
const (
	StatusDone        = 0 // everything was done
	StatusFaults      = 1 // the work found faults: an input could not be read, a minimum was missed
	StatusUsage       = 2 // the command was used wrongly; nothing was done
	StatusEnvironment = 3 // the results could not be written, or the work was interrupted
)

// A program is one run: where it reads and writes, and in which language it speaks.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	lang           source.Language
	compile        func(name string, data []byte, o compile.Options) (*policy.Document, error)
	office         office.Office // converts older formats
	pdf            *pdftext.Pool // reads PDF files
}

// grammar is what the arguments fill. Every name in it stands in the help texts of the catalogue.
type grammar struct {
	Lang    string         `name:"lang"`
	Compile compileOptions `cmd:"" name:"compile"`
	Eval    evalOptions    `cmd:"" name:"eval"`
	Serve   serveOptions   `cmd:"" name:"serve"`
	Demo    demoOptions    `cmd:"" name:"demo"`
	Routes  routesOptions  `cmd:"" name:"routes"`
	upkeep.Commands
	Version struct{} `cmd:"" name:"version"`
	Help    struct {
		Command string `arg:"" optional:"" name:"command"`
	} `cmd:"" name:"help"`
}

// Commands are the names of the commands, in the order the help lists them.
func Commands() []string {
	var names []string
	for _, c := range commandHelp {
		names = append(names, c.name)
	}
	for _, c := range upkeep.Help {
		names = append(names, c.Name)
	}
	return names
}

// Run does what the arguments (without the program's name) ask for and returns
// the exit status. It reads stdin only where an argument is "-". When ctx is done
// it stops as soon as the documents in flight are finished, and leaves no
// half-written file. PDF files are read by further processes of the same program, so its main must
// call [pdftext.IsChild] before anything else.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{stdin: stdin, stdout: stdout, stderr: stderr, compile: compile.Compile, pdf: pdftext.New()}
	defer p.pdf.Close()
	return p.run(ctx, args)
}

func (p *program) run(ctx context.Context, args []string) int {
	lang, known := language(args, os.Getenv)
	p.lang = lang
	if !known {
		return p.misuse("", sayUnknownLanguage)
	}
	if len(args) == 0 { // a double click
		args = []string{"serve", "--open"}
	}
	if name, asked := helpAsked(args); asked {
		return p.help(name)
	}
	file, err := settingsFile(settingsPath(args))
	if err != nil {
		return p.misuse(commandOf(args), sayBadSettings, err)
	}
	var g grammar
	parsed, err := argument.Parse(&g, args, argument.Sources{Env: os.LookupEnv, File: file,
		Names: map[string]string{"data": dataFolder(), "demodata": dataFolder() + "-demo"}})
	if err != nil {
		return p.misuse(commandOf(args), sayBadArguments, p.wrong(err))
	}
	if isUpkeep, err := g.Commands.Run(ctx, p.terminal(), parsed.Command); isUpkeep {
		return p.upkept(err)
	}
	switch parsed.Command {
	case "compile":
		return p.runCompile(ctx, &g.Compile)
	case "eval":
		return p.runEval(ctx, &g.Eval)
	case "serve":
		return p.runServe(ctx, &g.Serve, settings(parsed.Options))
	case "demo":
		return p.runDemo(ctx, &g.Demo, settings(parsed.Options))
	case "routes":
		return p.runRoutes(&g.Routes)
	case "version":
		return p.version()
	default:
		return p.help(g.Help.Command)
	}
}

// say is a sentence of the catalogue in the language of this run.
func (p *program) say(s phrase, args ...any) string {
	if len(args) == 0 {
		return s[p.lang]
	}
	return fmt.Sprintf(s[p.lang], args...)
}

// complain writes one sentence to standard error.
func (p *program) complain(sentence string) {
	fmt.Fprintln(p.stderr, sentence) // where standard error is gone there is nobody to tell
}

// misuse says what is wrong with the arguments and where to read on.
func (p *program) misuse(command string, s phrase, args ...any) int {
	p.complain(p.say(s, args...))
	p.complain(p.say(sayTryHelp, strings.TrimSpace("wenxiao "+command)))
	return StatusUsage
}

// broken says that the environment failed.
func (p *program) broken(err error) int {
	if errors.Is(err, context.Canceled) {
		p.complain(p.say(sayInterrupted))
	} else {
		p.complain(p.say(sayCannotWrite, err))
	}
	return StatusEnvironment
}

// print writes a result of known size to standard output.
func (p *program) print(text string) int {
	w := bufio.NewWriter(p.stdout)
	w.WriteString(text) // a bufio.Writer keeps the error for Flush
	if err := w.Flush(); err != nil {
		return p.broken(err)
	}
	return StatusDone
}

// language finds the language of a run: --lang, else WENXIAO_LANG, else LANG.
// It is known before the arguments are parsed, because complaints about them have one too.
func language(args []string, env func(string) string) (lang source.Language, known bool) {
	chosen := ""
	for i, a := range args {
		if a == "--" {
			break
		}
		if value, ok := strings.CutPrefix(a, "--lang="); ok {
			chosen = value
		} else if a == "--lang" && i+1 < len(args) {
			chosen = args[i+1]
		}
	}
	ambient := env("WENXIAO_LANG")
	if ambient == "" {
		ambient = env("LANG")
	}
	if chosen == "en" || strings.HasPrefix(strings.ToLower(ambient), "en") && chosen != "zh" {
		lang = source.English
	}
	return lang, chosen == "" || chosen == "en" || chosen == "zh"
}

// helpAsked reports whether the arguments hold --help, and of which command.
func helpAsked(args []string) (command string, asked bool) {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return commandOf(args), slices.Contains(args, "--help") || slices.Contains(args, "-h")
}

// commandOf is the first argument that names a command, "" if none does.
func commandOf(args []string) string {
	for _, a := range args {
		if slices.Contains(Commands(), a) {
			return a
		}
	}
	return ""
}

// wrong says in the language of this run what is wrong with the arguments.
func (p *program) wrong(err error) string {
	e, ok := errors.AsType[*argument.Error](err)
	if !ok {
		return err.Error()
	}
	known := strings.Join(e.Known, p.say(wordNames))
	switch e.Problem {
	case argument.UnknownOption, argument.UnknownCommand:
		return p.say(sayWrong[e.Problem], e.Name, expr.Suggest(e.Name, e.Known))
	case argument.NoValue:
		if e.Value != "" {
			return p.say(sayValueIsOption, e.Name, e.Value)
		}
		return p.say(sayWrong[e.Problem], e.Name)
	case argument.Surplus:
		return p.say(sayWrong[e.Problem], e.Name)
	case argument.NotAmong:
		return p.say(sayWrong[e.Problem], e.Name, known, e.Value)
	case argument.Missing:
		return p.say(sayWrong[e.Problem], known)
	}
	return p.say(sayWrong[e.Problem], e.Name, e.Value)
}
