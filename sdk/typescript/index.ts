// A client whose paths, parameters and answers are those of the schema.
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./schema.js";

export type Observation = components["schemas"]["Observation"];
export type Problem = components["schemas"]["Problem"];

// url: where the service is, without /v1.
export function cifra(url: string): Client<paths> {
  return createClient<paths>({ baseUrl: url });
}
