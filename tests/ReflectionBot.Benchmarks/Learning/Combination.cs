namespace ReflectionBot.Benchmarks.Learning;

/// <summary>Logistic regression over a handful of numbers, by Newton's method: exact, and the same each time.</summary>
internal static class Combination
{
    private const int Rounds = 25;
    private const double Ridge = 0.1;

    /// <summary>One weight for each number of a row.</summary>
    public static double[] Fit((double[] Row, bool Answer, double Count)[] examples)
    {
        var size = examples[0].Row.Length;
        var weights = new double[size];
        for (var round = 0; round < Rounds; round++)
        {
            // The slope stands in the last column, beside the curvature.
            var system = new double[size, size + 1];
            for (var i = 0; i < size; i++)
            {
                system[i, i] = Ridge;
                system[i, size] = Ridge * weights[i];
            }

            foreach (var (row, answer, count) in examples)
            {
                var chance = 1 / (1 + Math.Exp(-row.Zip(weights, (x, w) => x * w).Sum()));
                for (var i = 0; i < size; i++)
                {
                    system[i, size] += count * (chance - (answer ? 1 : 0)) * row[i];
                    for (var j = 0; j < size; j++)
                    {
                        system[i, j] += count * chance * (1 - chance) * row[i] * row[j];
                    }
                }
            }

            Eliminate(system, size);
            for (var i = 0; i < size; i++)
            {
                weights[i] -= system[i, size] / system[i, i];
            }
        }

        return weights;
    }

    /// <summary>Gauss and Jordan; the ridge keeps every pivot from nothing.</summary>
    private static void Eliminate(double[,] system, int size)
    {
        for (var i = 0; i < size; i++)
        {
            for (var row = 0; row < size; row++)
            {
                var share = row == i ? 0 : system[row, i] / system[i, i];
                for (var column = i; column <= size; column++)
                {
                    system[row, column] -= share * system[i, column];
                }
            }
        }
    }
}
