// What the menu says, in the languages that it knows.

import type { CodeEnum, ErrorCodeEnum, Export, FormatEnum, StatusEnum, Warning } from "../schema.ts";

export const LOCALES = ["en", "uk"] as const;
export type Locale = (typeof LOCALES)[number];

/** The language as it is written where the person lives, such as `en-GB`: dates look different there. */
export function regionOf(locale: Locale): string {
  return navigator.languages.find((language) => language.split("-")[0] === locale) ?? locale;
}

export interface Words {
  format: string;
  formats: Record<FormatEnum, string>;
  pages: string;
  pageChoices: { current: string; all: string; some: string };
  whichPages: string;
  whichPagesHint: string;
  badPages: string;
  noSuchPages: string;
  scale: string;
  background: string;
  backgrounds: { page: string; transparent: string };
  paper: string;
  papers: { original: string; a4: string; a3: string; letter: string };
  orientation: string;
  orientations: { auto: string; portrait: string; landscape: string };
  start: string;
  again: string;
  cancel: string;
  download: (format: string, size: string) => string;
  stages: Record<StatusEnum, string>;
  queued: (position: number) => string;
  progress: (done: number, total: number) => string;
  cancelled: string;
  warnings: string;
  /** What the file does not show as saved. The service says it in English, with the details. */
  warning: (warning: Warning) => string;
  onPage: (page: number) => string;
  show: string;
  failed: string;
  /** Why an export failed; the service says it in English, with the details. */
  reason: (failed: Pick<Export, "error" | "error_code">) => string | null;
  noNetwork: string;
  signedOut: string;
  gone: string;
  tooMany: string;
  busy: string;
  earlier: string;
  noneYet: string;
  listFailed: string;
  remove: (what: string) => string;
  bytes: (bytes: number) => string;
  pageCount: (count: number) => string;
}

const en: Words = {
  format: "Format",
  formats: {
    png: "PNG picture",
    pdf: "PDF document",
    svg: "SVG drawing",
    jpg: "JPEG picture",
    webp: "WebP picture",
    json: "JSON of the board",
  },
  pages: "Pages",
  pageChoices: { current: "The open page", all: "All pages", some: "Some pages" },
  whichPages: "Which pages",
  whichPagesHint: "For example 1, 3-5",
  badPages: "Write page numbers, for example 1, 3-5.",
  noSuchPages: "The board has no such page.",
  scale: "Size",
  background: "Background",
  backgrounds: { page: "As on the board", transparent: "Transparent" },
  paper: "Paper",
  papers: { original: "As the board", a4: "A4", a3: "A3", letter: "Letter" },
  orientation: "Orientation",
  orientations: { auto: "As it fits", portrait: "Portrait", landscape: "Landscape" },
  start: "Export",
  again: "Try again",
  cancel: "Cancel",
  download: (format, size) => `Download ${format}, ${size}`,
  stages: {
    pending: "Waiting for its turn",
    processing: "Drawing",
    completed: "Ready",
    failed: "Failed",
  },
  queued: (position) => `Waiting for its turn: number ${position} in the queue`,
  progress: (done, total) => `Drawing: ${done} of ${total} pages`,
  cancelled: "The export was cancelled.",
  warnings: "The file differs from the board",
  warning: ({ message }) => message,
  onPage: (page) => `Page ${page}`,
  show: "Show it",
  failed: "The export failed.",
  reason: ({ error }) => error,
  noNetwork: "The service can't be reached. Check the network and try again.",
  signedOut: "You are no longer signed in. Sign in and try again.",
  gone: "This board is no longer there.",
  tooMany: "Too many exports at once. Wait a moment and try again.",
  busy: "The service is busy. Wait a moment and try again.",
  earlier: "Exports of this board",
  noneYet: "None yet. What you export is kept here.",
  listFailed: "The list could not be loaded.",
  remove: (what) => `Delete ${what}`,
  bytes: (bytes) => size(bytes, "en", ["B", "kB", "MB"]),
  pageCount: (count) => (count === 1 ? "1 page" : `${count} pages`),
};

const uk: Words = {
  format: "Формат",
  formats: {
    png: "Зображення PNG",
    pdf: "Документ PDF",
    svg: "Малюнок SVG",
    jpg: "Зображення JPEG",
    webp: "Зображення WebP",
    json: "JSON, сама дошка",
  },
  pages: "Сторінки",
  pageChoices: { current: "Відкрита сторінка", all: "Усі сторінки", some: "Деякі сторінки" },
  whichPages: "Які сторінки",
  whichPagesHint: "Наприклад, 1, 3-5",
  badPages: "Напишіть номери сторінок, наприклад, 1, 3-5.",
  noSuchPages: "На дошці немає такої сторінки.",
  scale: "Розмір",
  background: "Тло",
  backgrounds: { page: "Як на дошці", transparent: "Прозоре" },
  paper: "Папір",
  papers: { original: "Як дошка", a4: "A4", a3: "A3", letter: "Letter" },
  orientation: "Орієнтація",
  orientations: { auto: "Як підходить", portrait: "Книжкова", landscape: "Альбомна" },
  start: "Експортувати",
  again: "Спробувати ще раз",
  cancel: "Скасувати",
  download: (format, size) => `Завантажити ${format}, ${size}`,
  stages: {
    pending: "Чекає своєї черги",
    processing: "Малюється",
    completed: "Готово",
    failed: "Не вдалося",
  },
  queued: (position) => `Чекає своєї черги: ${position}-й`,
  progress: (done, total) => `Малюється: ${done} з ${total} сторінок`,
  cancelled: "Експорт скасовано.",
  warnings: "Файл відрізняється від дошки",
  warning: ({ code, message }) => WARNINGS_UK[code] ?? message,
  onPage: (page) => `Сторінка ${page}`,
  show: "Показати",
  failed: "Експорт не вдався.",
  reason: ({ error, error_code: code }) => (code && REASONS_UK[code]) ?? error,
  noNetwork: "Сервіс недоступний. Перевірте мережу і спробуйте ще раз.",
  signedOut: "Ви більше не ввійшли. Увійдіть і спробуйте ще раз.",
  gone: "Цієї дошки вже немає.",
  tooMany: "Забагато експортів одночасно. Зачекайте трохи і спробуйте ще раз.",
  busy: "Сервіс зайнятий. Зачекайте трохи і спробуйте ще раз.",
  earlier: "Експорти цієї дошки",
  noneYet: "Ще немає. Експортовані файли будуть тут.",
  listFailed: "Список не вдалося завантажити.",
  remove: (what) => `Видалити: ${what}`,
  bytes: (bytes) => size(bytes, "uk", ["Б", "кБ", "МБ"]),
  pageCount: (count) => `${count} ${PAGES_UK[new Intl.PluralRules("uk").select(count)] ?? "сторінки"}`,
};

const WARNINGS_UK: Record<CodeEnum, string> = {
  element_left_out: "Елемент не вдалося намалювати, його пропущено.",
  value_repaired: "Хибне значення виправлено.",
  image_missing: "Зображення не вдалося завантажити.",
  image_unreadable: "Зображення не вдалося прочитати.",
  font_substituted: "Шрифт замінено іншим.",
  glyph_missing: "Жоден шрифт не має одного із символів.",
  filter_ignored: "Фільтр пропущено.",
  picture_tiled: "Сторінка завелика для одного зображення, тому її поділено на частини.",
  format_limit: "Формат не може передати щось із дошки.",
  page_index_repaired: "Відкритої сторінки не було, взято іншу.",
};

const REASONS_UK: Record<ErrorCodeEnum, string> = {
  bad_board: "Цю дошку не вдалося прочитати.",
  bad_options: "Такий файл із цієї дошки зробити не можна.",
  board_gone: "Цієї дошки вже немає.",
  database_away: "Експорт не вдалося записати. Спробуйте ще раз.",
  file_lost: "Файл цього експорту втрачено. Експортуйте ще раз.",
  internal: "Щось пішло не так на нашому боці. Спробуйте ще раз.",
  no_renderer: "Зараз нема кому намалювати цю дошку. Спробуйте ще раз.",
  not_drawable: "Цю дошку не вдалося намалювати.",
  not_json: "Цю дошку не вдалося прочитати.",
  over_limit: "Дошка завелика для експорту.",
  renderer_crashed: "Цю дошку не вдалося намалювати.",
  renderer_killed: "Малювання переривалося надто часто. Спробуйте ще раз.",
  storage_away: "Файл не вдалося зберегти. Спробуйте ще раз.",
  too_much_memory: "Ця дошка потребує забагато пам'яті.",
  too_slow: "Ця дошка малюється надто довго.",
  worker_lost: "Малювання переривалося надто часто. Спробуйте ще раз.",
};

const PAGES_UK: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "сторінка", few: "сторінки", many: "сторінок" };

export const WORDS: Record<Locale, Words> = { en, uk };

function size(bytes: number, locale: string, [small, medium, large]: readonly [string, string, string]): string {
  const [value, unit] = bytes < 1e3 ? [bytes, small] : bytes < 1e6 ? [bytes / 1e3, medium] : [bytes / 1e6, large];
  const digits = value < 10 && unit !== small ? 1 : 0;
  return `${value.toLocaleString(locale, { maximumFractionDigits: digits })} ${unit}`;
}
