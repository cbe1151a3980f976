/** A server with one warning, `blocking-init`, on its third line. */
export function badServer(name: string): string {
  return `defmodule ${name} do
  use GenServer
  def init(_), do: {:ok, Req.get!("http://example.com")}
end
`;
}

/** How `--format concise` begins the line about it. */
export const WARNING = '3:3 warning blocking-init';
