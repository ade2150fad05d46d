// Types of what the hands draw; the messages are extension/src/wire.rs as JSON.

/** Links that are marked alike: runs of their numbers, in turns the first and how many. */
interface HonmonoMark { runs: number[]; look: string; hold: boolean; say: string }
/** What is known of links from `kept` on is asked for one by one. */
interface HonmonoDrawing { region: string; token: string; marks: HonmonoMark[]; kept: number }
/** Regions and links of a look, by far its heaviest part, go as JSON: a text crosses at once, ten thousand objects do not. */
type HonmonoFromPage = { hello: { url: string } } | { look: { snapshot: HonmonoSnapshot; text: string } } | { peek: { href: string; text: string; token: string } } | { show: HonmonoWish } | 'hide' | 'escape';
/** A card for a link that stands in another frame: left, top and bottom of the link in that frame. */
interface HonmonoWish { token: string; link: number; held: boolean; place: number[] }
interface HonmonoAnswer { plan?: { plan: HonmonoPlan; title: string }; draw?: HonmonoDrawing[]; soon?: HonmonoDrawing[]; card?: { token: string } }
type HonmonoAsk = (message: HonmonoFromPage) => Promise<HonmonoAnswer | string | null>;

/** How a link is marked, and where. */
type HonmonoMarked = HonmonoMark & { token: string; kept: number; region: HonmonoRegion };
/** Marks the links of one document and of the frames in it. */
interface HonmonoMarker {
  /** Marks what the drawings say, and takes away what an earlier drawing marked. */
  mark: (known: [HonmonoRegion, HonmonoDrawing, ...unknown[]][]) => HonmonoSteps<void>;
  of: (element: Element) => HonmonoMarked | undefined;
  /** A marked link has the focus, or the pointer: whoever hears the page is to hear of it. */
  speak: (element: Element) => void;
  /** A body that marks its links marks none as soon as something comes into it, until it was looked at anew. */
  doubt: (records: MutationRecord[]) => void;
  /** Whether all marks are there, and no link is marked that is none of these. */
  intact: (links: Set<Element>) => boolean;
  end: () => void;
}

/** Draws panels, marks and the card of one document, and takes all of it away again. */
interface HonmonoPainter {
  draw: (regions: Map<string, HonmonoRegion>, drawings: HonmonoDrawing[], away?: boolean) => HonmonoSteps<void>;
  /** Shows the card of a link in a frame of ours, or hides it. */
  point: (frame: Element | null | undefined, wish: HonmonoWish | null) => void;
  /** The page changed: marks that are certain no more go. */
  doubt: (records: MutationRecord[]) => void;
  /** Sends the card away, whichever it is; the link under the pointer gets it back when the pointer has been elsewhere. */
  dismiss: () => void;
  /** False when the page took something of ours away since, or put other links in the place of those we marked. */
  intact: (regions: Map<string, HonmonoRegion>) => boolean;
  /** More is known of what is shown: our frames ask again. */
  changed: () => void;
  tokens: () => string[];
  end: () => void;
}
/** Watches one document: `start` and `stop` may be called again and again, `end` counts once. */
interface HonmonoLife { start: () => Promise<void>; stop: () => void; end: () => void; again: () => void; alive: () => boolean }

interface HonmonoHands {
  marks: {
    make: () => HonmonoMarker;
    /** Whether a node went with its frame. */
    gone: (node: Node) => boolean;
    sweep: (doc: Document) => void;
  };
  painter: (ask: HonmonoAsk, title: string) => HonmonoPainter;
  life: HonmonoLife | undefined;
}

interface HonmonoEvent<T extends (...details: any[]) => any> { addListener: (then: T) => void; removeListener: (then: T) => void }
interface HonmonoPort { onDisconnect: HonmonoEvent<() => void>; disconnect: () => void }
interface HonmonoApi {
  runtime: {
    id?: string;
    getURL: (path: string) => string;
    sendMessage: (message: unknown) => Promise<any>;
    connect: (info: { name: string }) => HonmonoPort;
    onMessage: HonmonoEvent<(message: any, sender: { id?: string }, reply: (answer: any) => void) => boolean | undefined>;
  };
}
