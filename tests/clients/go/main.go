// Asks with Anthropic's own SDK: ask SITUATION... Prints what its user would see, as JSON.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"
)

type told struct {
	Text   string          `json:"text"`
	Tool   json.RawMessage `json:"tool"`
	Stop   string          `json:"stop"`
	Input  int64           `json:"input"`
	Output int64           `json:"output"`
	Error  *failure        `json:"error,omitempty"`
}

type failure struct {
	Status  int    `json:"status"`
	Message string `json:"message"`
}

func question(situation string) anthropic.MessageNewParams {
	ask := anthropic.MessageNewParams{
		Model:     anthropic.Model(os.Getenv("MODEL")),
		MaxTokens: 1000,
		Messages: []anthropic.MessageParam{
			anthropic.NewUserMessage(anthropic.NewTextBlock("How is the weather?")),
		},
	}
	if strings.HasPrefix(situation, "tools") {
		ask.Tools = []anthropic.ToolUnionParam{{OfTool: &anthropic.ToolParam{
			Name:        "weather",
			Description: anthropic.String("The weather in a place"),
			InputSchema: anthropic.ToolInputSchemaParam{
				Properties: map[string]any{"place": map[string]string{"type": "string"}},
				Required:   []string{"place"},
			},
		}}}
	}
	return ask
}

func ask(client anthropic.Client, situation string) (*anthropic.Message, error) {
	if !strings.HasSuffix(situation, "stream") {
		return client.Messages.New(context.Background(), question(situation))
	}
	stream := client.Messages.NewStreaming(context.Background(), question(situation))
	message := &anthropic.Message{}
	for stream.Next() {
		if err := message.Accumulate(stream.Current()); err != nil {
			return nil, err
		}
	}
	return message, stream.Err()
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

func options() []option.RequestOption {
	options := []option.RequestOption{
		option.WithBaseURL(os.Getenv("BASE_URL") + "/anthropic"),
		option.WithAPIKey(os.Getenv("TOKEN")),
	}
	if retries, err := strconv.Atoi(os.Getenv("RETRIES")); err == nil {
		options = append(options, option.WithMaxRetries(retries))
	}
	return options
}

func main() {
	client := anthropic.NewClient(options()...)
	for _, situation := range os.Args[1:] {
		message, err := ask(client, situation)
		var answer told
		if err == nil {
			answer = seen(message)
		} else {
			answer = refused(err)
		}
		text, _ := json.Marshal(answer)
		fmt.Println(string(text))
	}
}
