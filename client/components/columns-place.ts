import { createContext, useContext } from 'react';

interface ColumnsPlace {
  place: HTMLElement | null;
  setPlace(place: HTMLElement | null): void;
}

/** Where the table of the page puts the menu of its columns: under the button in the page's head. */
export const ColumnsPlaceContext = createContext<ColumnsPlace>({
  place: null,
  setPlace: () => undefined,
});

export const useColumnsPlace = (): ColumnsPlace => useContext(ColumnsPlaceContext);
