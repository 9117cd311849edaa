import { createContext, useContext } from 'react'

/** False on the page that the browser loaded, true on every page that people reach from there. */
export const ArrivedByNavigation = createContext(false)

export function useArrivedByNavigation(): boolean {
  return useContext(ArrivedByNavigation)
}
