// Types shared by the hands. Plan and snapshot are src/page/plan.rs and src/page/snapshot.rs as JSON; their documentation is there.

type HonmonoFrom = 'region' | 'page' | 'before' | { up: string };
type HonmonoTake = 'text' | 'raw' | 'there' | 'tag' | { attr: string };
type HonmonoSide = 'before' | 'prepend' | 'after';

interface HonmonoWay { css: string; take: HonmonoTake; less: string[]; has: string }
interface HonmonoField { name: string; from: HonmonoFrom; ways: HonmonoWay[]; most: number; parts: HonmonoField[] }
interface HonmonoBodyWay { css: string; frame: boolean; inside: string[] }
interface HonmonoBody { ways: HonmonoBodyWay[]; parts: string[]; not: string[]; dense: boolean }
interface HonmonoPlace { css: string; from: HonmonoFrom; side: HonmonoSide }
interface HonmonoKind {
  name: string;
  roots: string[];
  climb: string[];
  not: string[];
  without: string[];
  needs_body: boolean;
  fields: HonmonoField[];
  body: HonmonoBody | null;
  places: HonmonoPlace[];
  most: number;
}
interface HonmonoWatch { attributes: string[]; frames: string[]; settle: number }
interface HonmonoCandidate { id: string; present: string[]; page: HonmonoField[]; kinds: HonmonoKind[]; watch: HonmonoWatch }
interface HonmonoLimits { links: number; text: number; value: number; nodes: number; time: number }
interface HonmonoPlan { sites: HonmonoCandidate[]; limits: HonmonoLimits }

interface HonmonoFound { values: string[]; parts: Record<string, HonmonoFound>[]; way: number | null; counts: number[] }
interface HonmonoLinkSeen { id: number; href: string; kind?: string; text: string; alt?: string; hidden?: boolean }
interface HonmonoBodySeen {
  way: number;
  count: number;
  text: string;
  hidden: string;
  alts: string[];
  pictures: number;
  links: HonmonoLinkSeen[];
  closed: string | null;
  at?: number[];
  empty: boolean;
  cut: boolean;
}
interface HonmonoRegionSeen { key: string; kind: string; way: number; fields: Record<string, HonmonoFound>; body: HonmonoBodySeen | null }
interface HonmonoShape { tag: string; role: string; attributes: string[]; text: number; body: boolean; times: number; inside: HonmonoShape[] }
interface HonmonoSnapshot {
  site: string;
  url: string;
  title: string;
  lang: string;
  looked_at: number;
  zone: [number, number][];
  loading: boolean;
  at: number[] | null;
  tried: Record<string, number[]>;
  page: Record<string, HonmonoFound>;
  regions: HonmonoRegionSeen[];
  strays: number;
  cut: boolean;
  fault: string | null;
  shape: HonmonoShape | null;
}

interface HonmonoSpot { node: Element; where: HonmonoSide }
/** A region as nodes; stays in the page, never travels. */
interface HonmonoRegion {
  key: string;
  container: Element;
  place: HonmonoSpot | null;
  /** The documents that its links are in. */
  documents: Set<Document>;
  /** The frame that holds the body, when its document cannot be entered. */
  frame: Element | null;
  /** By their numbers. */
  links: Element[];
  /** A large body that holds them all, `a` elements every one, and no other link. */
  cover: Element | null;
}
/** Owned by the caller; keeps the keys of regions from one look to the next. */
interface HonmonoMemory { keys?: WeakMap<Node, string>; next?: number }

/** Work in steps: each `yield` is answered with the milliseconds worked so far. */
type HonmonoSteps<T> = Generator<void, T, number>;
/** What our work in a document has cost. */
interface HonmonoAccount { looks: number; torn: number; slices: number; longest: number; total: number; frames: number }

interface HonmonoHands {
  /** Nodes that we put into the page; whoever adds one registers it here, and nothing of ours reads or watches it. */
  own: WeakSet<Node>;
  account: HonmonoAccount;
  /** Does a small piece of work and books it. */
  counted: <T>(work: () => T) => T;
  /** Does work in slices, of so many milliseconds if need be; null when it was torn. `whole` does it in one go. */
  paced: <T>(work: HonmonoSteps<T>, torn: (() => boolean) | 'whole', slice?: number) => Promise<T | null>;
  body: {
    /** Says whether it is a large body whose links are `a` elements, of which none is left out. */
    read: (root: Element, seen: HonmonoBodySeen, links: Element[], limits: HonmonoLimits) => HonmonoSteps<boolean>;
    fold: (text: string) => string;
    all: (root: ParentNode, css: string) => Element[];
    UNSEEN: Set<string>;
    INLINE: Set<string>;
    /** So many letters of a link's address are told of. */
    LONGEST: number;
  };
  look: (
    plan: HonmonoPlan,
    doc: Document,
    memory: HonmonoMemory,
    options?: { shape?: boolean },
  ) => HonmonoSteps<{ snapshot: HonmonoSnapshot; regions: Map<string, HonmonoRegion> }>;
}

declare var honmonoHands: HonmonoHands;
