import DOMPurify from 'dompurify';
import hljs from 'highlight.js';
import markdownIt from 'markdown-it';
import { marked } from 'marked';
import { createElement, memo } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import Markdown from 'react-markdown';
import rehypeHighlight from 'rehype-highlight';
import remarkGfm from 'remark-gfm';
import { default_renderer, parser, parser_write } from 'streaming-markdown';
import { Streamdown } from 'streamdown';

/** As their manuals show them. Each takes a container and gives what takes a piece of the answer and shows it at once. */
export const contenders = {
  smd: writeSmd,
  'smd, content-visibility': (container) => {
    container.classList.add('contained');
    return writeSmd(container);
  },
  streamdown: rendered((text) => createElement(Streamdown, null, text)),
  'react-markdown, a memo for each block': rendered((text) =>
    marked.lexer(text).map(({ raw }, index) => createElement(Block, { key: index, text: raw })),
  ),
  'marked, DOMPurify': (container) => {
    let text = '';
    return (piece) => {
      text += piece;
      container.innerHTML = DOMPurify.sanitize(marked.parse(text));
    };
  },
  'markdown-it, highlight.js': (container) => {
    const reader = markdownIt({
      highlight: (code, language) =>
        hljs.getLanguage(language) === undefined ? '' : hljs.highlight(code, { language }).value,
    });
    let text = '';
    return (piece) => {
      text += piece;
      container.innerHTML = reader.render(text);
    };
  },
  'react-markdown': rendered(reactMarkdown),
};

const plugins = { remarkPlugins: [remarkGfm], rehypePlugins: [rehypeHighlight] };

function reactMarkdown(text) {
  return createElement(Markdown, plugins, text);
}

const Block = memo(({ text }) => reactMarkdown(text));

function rendered(show) {
  return (container) => {
    const root = createRoot(container);
    let text = '';
    return (piece) => {
      text += piece;
      flushSync(() => root.render(show(text)));
    };
  };
}

function writeSmd(container) {
  const reader = parser(default_renderer(container));
  return (piece) => parser_write(reader, piece);
}
