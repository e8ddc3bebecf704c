// A client whose paths, parameters and answers are those of the schema.
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

export type Observation = components["schemas"]["Observation"];
export type Problem = components["schemas"]["Problem"];

export type Statement = components["schemas"]["StatementRequest"];

// url: where the service is, without /v1. token: only to draft, see /v1/drafts.
export function cifra(url: string, token?: string): Client<paths> {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return createClient<paths>({ baseUrl: url, headers });
}
