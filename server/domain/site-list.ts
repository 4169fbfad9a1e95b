const SITE = /^[A-Za-z0-9_.-]{1,24}$/u;

export interface PastedSites {
  /** Each once, in the order of the list. */
  sites: string[];
  repeated: number;
  /** Entries that are no code of a site, as they stood. */
  rejected: string[];
}

/** A pasted list of site codes: one a line, or divided by anything that is no part of a code. Full-width letters count. */
export function parseSiteList(text: string): PastedSites {
  const sites = new Set<string>();
  const rejected: string[] = [];
  let entries = 0;
  for (const entry of text.normalize('NFKC').split(/[\s,;、|/"']+/u)) {
    if (entry === '') continue;
    if (SITE.test(entry)) {
      sites.add(entry);
      entries += 1;
    } else rejected.push(entry);
  }
  return { sites: [...sites], repeated: entries - sites.size, rejected };
}
