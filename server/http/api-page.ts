type Json = Record<string, unknown>;

interface Operation {
  tags: string[];
  summary: string;
  'x-permission': string;
  parameters?: { name: string; in: string; required?: boolean; schema?: Json; content?: Json }[];
  requestBody?: { content: Json };
  responses: Record<string, Json>;
}

const escapeHtml = (text: string) =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The OpenAPI document as one page to read: no script, so that it needs no exception in the security policy. */
export function apiPage(document: Json): string {
  const operations = Object.entries(
    document['paths'] as Record<string, Record<string, Operation>>,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.map(({ operation }) => operation.tags[0] ?? ''))];
  const sections = tags.map((tag) => {
    const rows = operations
      .filter(({ operation }) => operation.tags[0] === tag)
      .map(({ path, method, operation }) => operationHtml(path, method, operation));
    return `<section id="${escapeHtml(tag)}"><h2>${escapeHtml(tag)}</h2>${rows.join('')}</section>`;
  });
  const links = tags.map((tag) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Redress API</title><style>${STYLE}</style></head><body><header><h1>Redress API</h1><p>${operations.length} operations · <a href="/api/openapi.json">openapi.json</a></p><nav aria-label="Sections">${links.join(' ')}</nav></header><main>${sections.join('')}</main></body></html>`;
}

function operationHtml(path: string, method: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    (parameter) =>
      `<tr><td><code>${escapeHtml(parameter.name)}</code></td><td>${escapeHtml(parameter.in)}${parameter.required === true ? ', required' : ''}</td><td><code>${escapeHtml(JSON.stringify(parameter.schema ?? parameter.content ?? {}))}</code></td></tr>`,
  );
  const table =
    parameters.length === 0
      ? ''
      : `<table><thead><tr><th>Parameter</th><th>In</th><th>Schema</th></tr></thead><tbody>${parameters.join('')}</tbody></table>`;
  const body =
    operation.requestBody === undefined ? '' : block('Body', operation.requestBody.content);
  return `<details><summary><b class="${method}">${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code> <span>${escapeHtml(operation.summary)}</span> <em>${escapeHtml(operation['x-permission'])}</em></summary>${table}${body}${block('Replies', operation.responses)}</details>`;
}

const block = (title: string, value: unknown) =>
  `<h3>${title}</h3><pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`;

const STYLE = `:root{color-scheme:light dark}body{font:14px/20px system-ui,"Noto Sans CJK SC",sans-serif;max-width:1100px;margin:0 auto;padding:24px}h1{font-size:20px;margin:0}h2{font-size:14px;text-transform:capitalize;margin:24px 0 8px}h3{font-size:12px;margin:12px 0 4px}nav a{margin-right:12px}details{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:8px 0}summary{cursor:pointer;display:flex;gap:12px;flex-wrap:wrap}summary b{min-width:56px}summary span{flex:1}summary em{opacity:.75;font-style:normal}pre{overflow:auto;max-height:360px;padding:12px;border:1px solid color-mix(in srgb,currentColor 20%,transparent);border-radius:6px}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:4px 8px;border-bottom:1px solid color-mix(in srgb,currentColor 15%,transparent);word-break:break-word}`;
