/** Why runs wait for workers of a pool, and what to do about it. */
export function describeUnserved(pool: string): { readonly message: string; readonly hint: string } {
  if (pool === 'default') {
    return {
      message: 'No worker is running for spaces without a pool.',
      hint: 'Runs wait until one starts: groundplan serve --role worker',
    }
  }
  return {
    message: `No worker serves the pool "${pool}".`,
    hint: `Runs wait until one starts: groundplan serve --role worker --pools ${pool}`,
  }
}
