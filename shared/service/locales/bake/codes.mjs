// Writes codes.txt: where CLDR says that a currency's symbol is its code, though a parent locale has another symbol. ICU4X
// leaves such entries out, and would then show the parent's symbol.
// In a folder with `npm i cldr-numbers-full`: node codes.mjs FOLDER/node_modules/cldr-numbers-full/main > codes.txt
import { existsSync, readFileSync } from "node:fs";

const main = process.argv[2];
const here = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
// CLDR's files leave out the script and region that a language has anyway.
const FOLDERS = { "hi-IN": "hi", "pt-BR": "pt", nb: "no", "zh-HK": "zh-Hant-HK", "zh-TW": "zh-Hant" };

function symbols(tag) {
  const folder = [FOLDERS[tag] ?? tag, tag].find((name) => existsSync(`${main}/${name}/currencies.json`));
  const { currencies } = JSON.parse(readFileSync(`${main}/${folder}/currencies.json`)).main[folder].numbers;
  return new Map(Object.entries(currencies).map(([code, { symbol }]) => [code, symbol ?? code]));
}

const asked = here("../../../model/src/params/choices.rs").match(/LOCALES: &\[&str\] = &\[([^\]]*)\]/)[1];
const tags = asked.match(/[\w-]+/g).filter((tag) => tag !== "auto");
for (const tag of [...tags, ...here("../browsers.txt").trim().split("\n")]) {
  const own = symbols(tag);
  const parents = ["und", tag.split("-")[0], ...(tag.startsWith("es-") ? ["es-419"] : [])].map(symbols);
  const codes = [...own].filter(
    ([code, symbol]) => symbol === code && parents.some((parent) => (parent.get(code) ?? code) !== code),
  );
  if (codes.length > 0) console.log([tag, ...codes.map(([code]) => code)].join(" "));
}
