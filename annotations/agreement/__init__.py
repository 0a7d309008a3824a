"""How far annotators agree: judgements, coefficients, intervals, the report."""
