# JSON of plain data, for Elixir before 1.18, which has none.

defmodule TruthJson do
  def encode(nil), do: "null"
  def encode(value) when is_boolean(value) or is_integer(value), do: to_string(value)
  def encode(atom) when is_atom(atom), do: encode(Atom.to_string(atom))

  def encode(map) when is_map(map) do
    pairs = for {key, value} <- map, do: [encode(Atom.to_string(key)), ?:, encode(value)]
    [?{, Enum.intersperse(pairs, ?,), ?}]
  end

  def encode(list) when is_list(list), do: [?[, Enum.intersperse(Enum.map(list, &encode/1), ?,), ?]]
  def encode(text) when is_binary(text), do: [?", escape(text, []), ?"]

  defp escape(<<?", rest::binary>>, done), do: escape(rest, [done | "\\\""])
  defp escape(<<?\\, rest::binary>>, done), do: escape(rest, [done | "\\\\"])

  defp escape(<<char, rest::binary>>, done) when char < 32 or char == 127 do
    escape(rest, [done | unit(char)])
  end

  defp escape(<<char::utf8, rest::binary>>, done) when char < 128, do: escape(rest, [done | <<char>>])

  defp escape(<<char::utf8, rest::binary>>, done) do
    escape(rest, [
      done | for(<<unit::16 <- :unicode.characters_to_binary([char], :utf8, :utf16)>>, do: unit(unit))
    ])
  end

  defp escape(<<_, rest::binary>>, done), do: escape(rest, [done | "\\uFFFD"])
  defp escape("", done), do: done

  defp unit(unit), do: ["\\u", String.pad_leading(Integer.to_string(unit, 16), 4, "0")]
end
