// Asks with Anthropic's own SDK, once for each line of JSON that it reads. Prints what its user would see, as JSON.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/anthropics/anthropic-sdk-go/v2"
	"github.com/anthropics/anthropic-sdk-go/v2/option"
)

const tooLarge = 33 << 20

type wanted struct {
	BaseURL   string            `json:"base_url"`
	Token     string            `json:"token"`
	Model     string            `json:"model"`
	Situation string            `json:"situation"`
	Retries   *int              `json:"retries"`
	Headers   map[string]string `json:"headers"`
}

type told struct {
	Text   string          `json:"text"`
	Tool   json.RawMessage `json:"tool"`
	Stop   string          `json:"stop"`
	Input  int64           `json:"input"`
	Output int64           `json:"output"`
	Length int             `json:"length"`
	Error  *failure        `json:"error,omitempty"`
}

type failure struct {
	Status  int    `json:"status"`
	Message string `json:"message"`
}

func (one wanted) client() anthropic.Client {
	options := []option.RequestOption{option.WithBaseURL(one.BaseURL), option.WithAPIKey(one.Token)}
	if one.Retries != nil {
		options = append(options, option.WithMaxRetries(*one.Retries))
	}
	for name, value := range one.Headers {
		options = append(options, option.WithHeader(name, value))
	}
	return anthropic.NewClient(options...)
}

func (one wanted) question() anthropic.MessageNewParams {
	text := "How is the weather?"
	if one.Situation == "huge" {
		text = strings.Repeat("x", tooLarge)
	}
	most := int64(1000)
	if strings.HasPrefix(one.Situation, "long") {
		most = 100_000
	}
	ask := anthropic.MessageNewParams{
		Model:     anthropic.Model(one.Model),
		MaxTokens: most,
		Messages:  []anthropic.MessageParam{anthropic.NewUserMessage(anthropic.NewTextBlock(text))},
	}
	if strings.HasPrefix(one.Situation, "tools") {
		ask.Tools = []anthropic.ToolUnionParam{{OfTool: &anthropic.ToolParam{
			Name:        "weather",
			Description: anthropic.String("The weather in a place"),
			InputSchema: anthropic.ToolInputSchemaParam{
				Properties: map[string]any{"place": map[string]string{"type": "string"}},
				Required:   []string{"place"},
			},
		}}}
	}
	if one.Situation == "search" {
		search := anthropic.WebSearchTool20250305Param{}
		ask.Tools = []anthropic.ToolUnionParam{{OfWebSearchTool20250305: &search}}
	}
	return ask
}

func (one wanted) ask(client anthropic.Client) (*anthropic.Message, error) {
	if !strings.HasSuffix(one.Situation, "stream") {
		return client.Messages.New(context.Background(), one.question())
	}
	stream := client.Messages.NewStreaming(context.Background(), one.question())
	message := &anthropic.Message{}
	for stream.Next() {
		if err := message.Accumulate(stream.Current()); err != nil {
			return nil, err
		}
	}
	return message, stream.Err()
}

// Reads texts to their end, but after the first of them nothing before another line comes.
func (one wanted) paused(client anthropic.Client, lines *bufio.Scanner) (told, error) {
	stream := client.Messages.NewStreaming(context.Background(), one.question())
	length := 0
	for stream.Next() {
		text := stream.Current().Delta.Text
		if length == 0 && text != "" {
			lines.Scan()
		}
		length += utf8.RuneCountInString(text)
	}
	return told{Tool: json.RawMessage("null"), Length: length}, stream.Err()
}

func (one wanted) answer(lines *bufio.Scanner) (told, error) {
	client := one.client()
	if one.Situation == "paused-stream" {
		return one.paused(client, lines)
	}
	message, err := one.ask(client)
	if err != nil {
		return told{}, err
	}
	return seen(message), nil
}

func seen(message *anthropic.Message) told {
	answer := told{
		Tool:   json.RawMessage("null"),
		Stop:   string(message.StopReason),
		Input:  message.Usage.InputTokens,
		Output: message.Usage.OutputTokens,
	}
	for _, block := range message.Content {
		switch block.Type {
		case "text":
			answer.Text += block.Text
		case "tool_use":
			answer.Tool = block.Input
		}
	}
	return answer
}

func refused(err error) told {
	status := 0
	var api *anthropic.Error
	if errors.As(err, &api) {
		status = api.StatusCode
	}
	return told{Tool: json.RawMessage("null"), Error: &failure{status, err.Error()}}
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var one wanted
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			panic(err)
		}
		answer, err := one.answer(lines)
		if err != nil {
			answer = refused(err)
		}
		text, _ := json.Marshal(answer)
		fmt.Println(string(text))
	}
}
