"""Words that say that a text was changed."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Labels beside a day, alone or with others.
UPDATED = _set(
    "updated update updates act modified edited revised amended corrected correction modification actualizado"
    " actualizada actualización actualiza actualisé actualisée actualisation mis jour mise modifié modifiée corrigé"
    " corrigée modificado modificada corregido corregida editado editada edición: atualizado atualizada atualização"
    " atualizado: corrigido corrigida aktualisiert aktualisierung geändert bearbeitet überarbeitet korrigiert"
    " aktualisierte update: aggiornato aggiornata aggiornamento modificato modificata modifica corretto corretta"
    " обновлено обновлена обновление изменено изменена изменён исправлено отредактировано редакция обновлён cập"
    " nhật sửa chỉnh diperbarui diperbaharui pembaruan diubah güncelleme güncellenme güncellendi düzenlendi"
    " düzenleme değiştirilme uppdaterad uppdaterat uppdaterades ändrad rättad opdateret redigeret rettet oppdatert"
    " endret redigert bijgewerkt gewijzigd aangepast actualizat actualizată modificat actualizare оновлено змінено"
    " виправлено відредаговано frissítve frissítés módosítva módosítás javítva kemaskini dikemaskini aktualizacja"
    " aktual. aktual akt."
    " zaktualizowano aktualizowano zmodyfikowano edytowano poprawiono modyfikacji modyfikacja aktualizováno"
    " aktualizace upraveno opraveno změněno aktualizacia aktualizované aktualizácia upravené zmenené 更新 更新日"
    " 更新时间 更新時間 更新于 最終更新 更新日期 最后更新 最後更新 修改 修改时间 修订 修訂 修正 改訂 編集 編輯于"
    " 수정 최종수정 수정일 업데이트 تحديث محدث تعديل عدّل عُدّل حدث päivitetty muokattu korjattu ενημέρωση ενημερώθηκε"
    " τροποποιήθηκε ανανεώθηκε διορθώθηκε posodobljeno spremenjeno popravljeno ažurirano izmijenjeno izmenjeno"
    " ажурирано измењено обновено обновена актуализирано актуализирана променено редактирано atjaunināts atjaunots"
    " labots atnaujinta pakeista redaguota uuendatud muudetud parandatud uppfært breytt עודכן עדכון ערוך נערך"
    " روزرسانی بروزرسانی ویرایش اصلاح اپ ڈیٹ განახლებულია განახლდა თარմացվել թարմացվել жаңартылды yangilangan"
    " yeniləndi yenilənib अपडेट अपडेटेड संशोधित सुधार আপডেট হালনাগাদ সংশোধিত புதுப்பிக்கப்பட்டது మార్చబడింది"
    " నవీకరించబడింది ನವೀಕರಿಸಲಾಗಿದೆ പുതുക്കിയത് અપડેટ ਅੱਪਡੇਟ ปรับปรุง อัปเดต อัพเดต แก้ไข actualitzat actualitzada"
    " përditësuar diweddarwyd imesasishwa na-update ปรับปรุงล่าสุด ปรับปรุงเมื่อ อัปเดตล่าสุด อัพเดตล่าสุด อัปเดตเมื่อ"
    " อัพเดท อัพเดทล่าสุด อัพเดทเมื่อ แก้ไขล่าสุด แก้ไขเมื่อ ແກ້ໄຂ ອັບເດດ បច្ចុប្បន្នភាព ធ្វើបច្ចុប្បន្នភាព"
    " ပြင်ဆင် යාවත්කාලීන புதுப்பிப்பு புதுப்பித்தது అప్‌డేట్ ಅಪ್‌ಡೇಟ್ അപ്ഡേറ്റ് अद्यतन अद्ययावत"
    " التحديث التعديل به‌روزرسانی шинэчлэгдсэн шинэчилсэн жаңыртылды yenilənmə eguneratua"
    " eguneratuta aġġornat nuashonraithe opgedateer papildināts lagfært in-update yangilandi"
)
# How a note about a change is headed.
HEADINGS = _set(
    "correction corrections corrected clarification update updated amended amendment erratum errata addendum"
    " korrektur berichtigung aktualisierung aktualisiert nachtrag korrigiert korrigering rättelse rettelse"
    " oppdatering opdatering uppdatering oppdatert opdateret uppdaterad oikaisu korjaus päivitys päivitetty"
    " correctie rectificatie bijgewerkt correctif rectificatif corrección corregido actualización actualizado"
    " rectificación correção atualização atualizado rettifica correzione aggiornamento aggiornato sprostowanie"
    " aktualizacja korekta oprava aktualizace aktualizácia helyesbítés frissítés frissítve corectare actualizare"
    " erată поправка исправление исправлено уточнение обновление обновлено оновлено виправлення διόρθωση ενημέρωση"
    " düzeltme güncelleme تصحيح تحديث اصلاحیه תיקון עדכון सुधार সংশোধনী ralat koreksi pembaruan 更正 訂正 修正 更新"
    " 정정 수정"
)
_TOO_SHORT = 4  # letters of a word that is in many others
# What a note says was done to its text.
REVISING = frozenset(word for word in UPDATED if len(word) >= _TOO_SHORT or not word.isascii()) | _set(
    "bewerkt gecorrigeerd redigerades redigerad rättades editována editován upravena upraven módosították"
    " frissítettük отредактирована отредактировано обновлен обновлён исправлена редактировалась відредаговано"
    " edytowana edytowany poprawiony zaktualizowany korygowano edytowana: editado: edición edición, modification"
    " misstated incorrectly güncellenmiştir düzenlenmiştir değiştirildi bearbeitet. korrigiert. geändert."
    " aktualisiert. berichtigt"
    " 最后编辑 最後編輯 编辑 編輯 편집 편집되었습니다 編集"
)
