/** How often the page about jobs asks again, in milliseconds. */
export const refreshInterval = 5000
