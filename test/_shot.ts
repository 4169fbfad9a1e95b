// usage: npx tsx shot.ts base login password outPrefix lang dark width path...
import { launchBrowser, newPerson, signInOnPage } from '#test/support/browser.ts';
const [base='', login='', password='', out='', lang='zh', dark='0', width='1440', ...paths] = process.argv.slice(2);
const b = await launchBrowser();
const ctx = await newPerson(b, { language: lang as 'zh', dark: dark === '1', width: Number(width), height: width === '390' ? 844 : 900 });
const page = await ctx.newPage();
page.on('console', m => { if (['error','warning'].includes(m.type())) console.log('CONSOLE', m.type(), m.text().slice(0, 300)); });
page.on('pageerror', e => console.log('PAGEERROR', e.message.slice(0, 300)));
await page.goto(base);
if (login === '-') { await page.waitForTimeout(800); await page.screenshot({ path: `${out}-signin.png` }); }
else {
  await page.waitForTimeout(600);
  await signInOnPage(page, login, password, process.env['OWN']);
  await page.waitForTimeout(1500);
  for (const [i, p] of paths.entries()) {
    await page.goto(base + p); await page.waitForTimeout(1800);
    await page.screenshot({ path: `${out}-${i}.png`, fullPage: process.env['FULL'] === '1' });
    console.log(`${out}-${i}.png`, p, page.url());
  }
}
await b.close();
