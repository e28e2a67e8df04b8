# What is said in more than one place.

time-clock =
    { $part ->
        [before-dawn] रात { $clock }
        [morning] सुबह { $clock }
        [noon] दोपहर { $clock }
        [evening] शाम { $clock }
       *[other] रात { $clock }
    }
time-today = { $clock }, आज
time-yesterday = { $clock }, कल
time-this-year = { $day } { $month }, { $clock }
time-other-year = { $day } { $month } { $year }, { $clock }
month-name =
    { $month ->
        [1] जनवरी
        [2] फ़रवरी
        [3] मार्च
        [4] अप्रैल
        [5] मई
        [6] जून
        [7] जुलाई
        [8] अगस्त
        [9] सितंबर
        [10] अक्टूबर
        [11] नवंबर
       *[12] दिसंबर
    }
ago-now = अभी-अभी
ago-minutes = { $count } मिनट पहले
ago-hours =
    { $count ->
        [1] { $count } घंटा पहले
       *[other] { $count } घंटे पहले
    }
ago-days = { $count } दिन पहले
