defmodule Samples.Clauses do
  def names(value) do
    case value do
      1 ->
        first(value)
        {:stop, value}

      input ->
        first(input)
        :ok

      order ->
        first(order)
        :ok

      android ->
        first(android)
        :ok

      whenever ->
        first(whenever)
        inspect(whenever)
    end
  end

  def first(value) when value in [1, 2]
      when is_list(value)
      and value != [] do
    value
  end
end
